"""Showing a copy of one's own, changing it while it is fresh, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.limits import Limit, Room
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from journal.copies.kinds import CopyKind
from journal.copies.models import FIXED_AFTER, ShownCopy
from journal.copies.reminders import tell_shown

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


class FixedByNow(Refusal):
    """It was shown a day ago."""

    name = "fixed"
    message = _("This has been shown for a day, so it stays as it is. You can take it back.")


def show(
    seat: Membership, kind: CopyKind, source: str, said: Mapping[str, Any], submission: uuid.UUID, now: datetime
) -> ShownCopy:
    """Show the other a copy of what was chosen; `source` says for its giver alone what it was made of.

    A repeated submission returns what it made. Raises SentDifferently, ShownEnough, CopiesTooLong, NotConnected.
    """
    mine = ShownCopy.objects.filter(giver=seat.user)
    row = ShownCopy(couple_id=seat.couple_id, giver=seat.user, kind=kind.name, source=source, said=dict(said))
    row.submission, row.shown_at = submission, now
    with acting_together(seat):
        if made := made_before(mine, submission, row.body_hash):
            return made
        A_DAY.refuse_beyond(mine, "shown_at", now, seat.user_id, ShownEnough)
        with COPIES.kept_within(mine, seat.user_id, CopiesTooLong):
            row.save()
        tell_shown(row, seat, now)
        raise_revisions(seat.both)
    return row


def show_instead(seat: Membership, key: uuid.UUID, said: Mapping[str, Any], now: datetime) -> None:
    """Let a copy of one's own say this, within a day. Raises FixedByNow, CopiesTooLong, NotConnected, DoesNotExist."""
    mine = ShownCopy.objects.readable_by(seat).filter(giver=seat.user_id)
    with acting_together(seat):
        row = mine.get(pk=key)
        if row.is_fixed(now):
            raise FixedByNow
        with COPIES.kept_within(mine, seat.user_id, CopiesTooLong):
            mine.filter(pk=key, shown_at__gt=now - FIXED_AFTER).update(said=dict(said))
        raise_revisions(seat.both)


def take_back(seat: Membership, key: uuid.UUID) -> None:
    """Take a copy of one's own back: from then on it is on no page. Raises NotConnected, ShownCopy.DoesNotExist."""
    with acting_together(seat):
        ShownCopy.objects.readable_by(seat).get(pk=key, giver=seat.user_id).delete()
        raise_revisions(seat.both)
