"""Showing a copy of one's own, saying it otherwise while it is fresh, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.limits import Limit, Room
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from journal.copies.kinds import CopyKind
from journal.copies.models import FIXED_AFTER, ShownCopy
from journal.copies.reminders import tell_shown, untell

A_DAY = Limit(10, timedelta(days=1))
COPIES = Room(4_000_000)


class ShownEnough(Refusal):
    """The limit of a day: whoever shows so much at once would rather talk."""

    name = "too-many-requests"
    message = _("That is all you can show today. What you wrote stays with you.")


class CopiesTooLong(Refusal):
    """All that a person shows is too long together."""

    name = "no-room"
    message = _("You are showing very much. Take something back first; this stays with you.")


def show(
    seat: Membership, kind: CopyKind, source: str, said: Mapping[str, Any], submission: uuid.UUID, now: datetime
) -> ShownCopy:
    """Show the other a copy of what was chosen; `source` says for its giver alone what it was made of.

    One of the same source that was shown within a day says this from now on: nobody has two to read. A repeated
    submission returns what it made. Raises SentDifferently, ShownEnough, CopiesTooLong, NotConnected.
    """
    mine = ShownCopy.objects.filter(giver=seat.user)
    row = ShownCopy(couple_id=seat.couple_id, giver=seat.user, kind=kind.name, source=source, said=dict(said))
    row.submission, row.shown_at = submission, now
    with acting_together(seat), COPIES.kept_within(mine, seat.user_id, CopiesTooLong):
        if made := made_before(mine, submission, row.body_hash):
            return made
        if fresh := _fresh(mine, row, now):
            return _change(fresh, row.said, seat)
        A_DAY.refuse_beyond(mine, "shown_at", now, seat.user_id, ShownEnough)
        row.save()
        tell_shown(row, seat, now)
        raise_revisions(seat.both)
    return row


def _fresh(mine: QuerySet[ShownCopy], row: ShownCopy, now: datetime) -> ShownCopy | None:
    """Return what was shown of the same source and is not fixed yet. What it was made of is encrypted."""
    lately = mine.filter(taken_back_at=None, couple=row.couple_id, kind=row.kind, shown_at__gt=now - FIXED_AFTER)
    return next((each for each in lately if each.source == row.source), None)


def _change(row: ShownCopy, said: Mapping[str, Any], seat: Membership) -> ShownCopy:
    if row.said != said:
        row.said = dict(said)
        row.save(update_fields=["said"])
        raise_revisions(seat.both)
    return row


def take_back(seat: Membership, key: uuid.UUID, now: datetime) -> None:
    """Take a copy of one's own back: from then on nothing of it is left. Raises NotConnected, ShownCopy.DoesNotExist.

    The empty row stays for a day, or whoever shows and takes back in turn could tell the other of something all day.
    """
    with acting_together(seat):
        row = ShownCopy.objects.readable_by(seat).get(pk=key, giver=seat.user_id)
        # A page that lies open shows it anew, and does not find this one.
        row.said, row.source, row.submission, row.taken_back_at = {}, "", uuid.uuid4(), now
        row.save(update_fields=["said", "source", "submission", "taken_back_at"])
        untell(row, seat)
        raise_revisions(seat.both)


def forget_taken_back(now: datetime) -> int:
    """Delete the empty rows that no limit counts any more; return how many. Part of housekeeping."""
    empty = ShownCopy.objects.filter(taken_back_at__isnull=False)
    return empty.filter(shown_at__lte=now - A_DAY.within).delete()[0]
