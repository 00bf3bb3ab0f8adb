"""What one person sees of the next time of a ritual, or of own time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.letters.models import Agreement
from checkins.moving.showing import TimesAsSeen, skipped, times_of
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.patterns import timed_rule_of
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class LeftOutOccasion:
    """One that will not be."""

    starts_at: datetime
    line: str
    by: User


@dataclass(frozen=True)
class NextAsSeen:
    """When the next one is, and what this person can do about it."""

    agreement_id: uuid.UUID
    # Without one nobody is reminded, and there is nothing to move.
    has_clock_time: bool
    # None where there is none, or its row is still to be made.
    times: TimesAsSeen | None
    minutes: int
    # The agreed time, where it has another one.
    moved_from: datetime | None
    # What was left out, as long as it would be ahead.
    left_out: Sequence[LeftOutOccasion]

    @property
    def occasion_id(self) -> uuid.UUID | None:
        """Return what it is moved by."""
        return self.times.meeting_id if self.times else None

    @property
    def can_be_left_out(self) -> bool:
        """Tell whether this person may leave it out."""
        return self.times is not None and self.times.can_be_left_out


def next_as_seen(agreement: Agreement, seat: Membership, now: datetime) -> NextAsSeen:
    """Return it, of an agreement in force that is loaded with its words. Two queries, three where one was left out."""
    assert agreement.in_force, "what is not agreed on has no next one"
    rows = Occasion.objects.filter(agreement=agreement, starts_at__gt=now).order_by("starts_at")
    occasions = list(rows.select_related("agreement__in_force"))
    ahead = next((each for each in occasions if each.cancelled_at is None), None)
    return NextAsSeen(
        agreement_id=agreement.pk,
        has_clock_time=timed_rule_of(agreement.in_force.settings) is not None,
        times=times_of(MovableOccasion(ahead), seat, now) if ahead else None,
        minutes=ahead.minutes if ahead else 0,
        moved_from=ahead.slot if ahead and ahead.slot != ahead.starts_at else None,
        left_out=_left_out([each for each in occasions if each.left_out], seat),
    )


def _left_out(occasions: Sequence[Occasion], seat: Membership) -> Sequence[LeftOutOccasion]:
    moves = skipped([MovableOccasion(each) for each in occasions], seat)
    found = [(each, moves.get(MovableOccasion(each).subject)) for each in occasions]
    return [LeftOutOccasion(each.starts_at, *move) for each, move in found if move]
