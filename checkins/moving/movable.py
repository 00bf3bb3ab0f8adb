"""What can be moved: a meeting, and what differs between the sorts of them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.shortcuts import get_object_or_404

from basics.transactions import reading
from checkins.moving.models import IN_A_ROW, Move, MoveQuerySet
from checkins.rhythm.models import CheckIn, CheckInQuerySet
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from checkins.rhythm.scheduling import UPCOMING_TALKS, ensure_next
from couples.seats.models import Membership


class Talk:
    """A check-in as what can be moved. The verbs know no more of a meeting than this, so that another sort of meeting
    needs another such class and no other verbs.
    """

    def __init__(self, check_in: CheckIn) -> None:
        self.meeting = check_in
        self.subject = CHECK_IN_SUBJECT.of(check_in.pk)

    @classmethod
    def of(cls, seat: Membership, check_in_id: uuid.UUID) -> Talk:
        """Return one of the couple's talks. Raises Http404, the same for a stranger's and an unknown one."""
        ours = CheckIn.objects.of(seat).select_related("agreement__in_force")
        with reading(seat.user_id):
            return cls(get_object_or_404(ours, pk=check_in_id))

    @property
    def agreed_zone(self) -> str:
        """Return whose clock a new time is given on; empty for one's own, where no clock is agreed."""
        return self.meeting.zone if self.meeting.agreement_id else ""

    @property
    def row(self) -> CheckInQuerySet:
        """Return its row, to be updated under conditions."""
        return CheckIn.objects.filter(pk=self.meeting.pk)

    def ahead(self, now: datetime) -> CheckInQuerySet:
        """Return its row while it is to come."""
        return self.row.surely_ahead(now)

    @property
    def moves(self) -> MoveQuerySet:
        """Return what the two did about its time so far."""
        return Move.objects.about(self.meeting, self.subject)

    def hold(self) -> None:
        """Lock what it comes from, which other verbs lock before it."""
        UPCOMING_TALKS.hold(self.meeting)

    def remind_anew(self, now: datetime) -> None:
        """Let its reminders follow its time."""
        UPCOMING_TALKS.remind_anew(self.meeting, now)

    def place_in_a_row(self) -> int:
        """Return which one in a row this would be to be left out; after the third it begins anew."""
        before = CheckIn.objects.before(self.meeting)
        return (before.left_out if before else 0) % IN_A_ROW + 1

    def go_on(self, now: datetime) -> None:
        """Make what comes next, at once."""
        if self.meeting.agreement:
            ensure_next(self.meeting.agreement, now)
