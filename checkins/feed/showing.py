"""What a calendar follows: the talks that stand, as both agreed on them.

Nothing in it depends on what anybody wrote, handed in or queued, nor on who looks.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from agreements.letters.models import Agreement
from checkins.rhythm.calendar import Entry, entry_of, uid_of
from checkins.rhythm.models import CheckIn
from checkins.rhythm.recurrence import Rule
from checkins.rhythm.scheduling import RHYTHM
from checkins.rhythm.upcoming import computed
from couples.seats.models import Membership

# What was stays a while, as in any calendar.
PAST = timedelta(weeks=4)
AHEAD = timedelta(days=3 * 365)


def calendar_of(seat: Membership, now: datetime) -> list[Entry]:
    """Return the couple's talks from some weeks ago to as far ahead as anybody plans. Two queries for any number."""
    around = Q(starts_at__gt=now - PAST) | Q(slot__gt=now)
    rows = list(CheckIn.objects.of(seat).talks().filter(around).defer("prompts"))
    return [*(entry_of(row) for row in rows if _is_listed(row, now)), *_computed(seat, rows, now)]


def _is_listed(check_in: CheckIn, now: datetime) -> bool:
    """Tell whether to list it: a cancelled one until it would have been over, and no history of them."""
    return check_in.cancelled_at is None or now < check_in.ends_at


def _computed(seat: Membership, rows: Collection[CheckIn], now: datetime) -> Iterator[Entry]:
    """Yield what the rhythms in force bring, but for what is a row already: that may be moved, or cancelled."""
    in_force = Agreement.objects.of(seat).now_in_force(now).filter(kind=RHYTHM)
    for agreement_id, settings in in_force.values_list("pk", "in_force__settings"):
        own = [row for row in rows if row.agreement_id == agreement_id]
        for slot in computed(Rule.of(settings), own, now, now + AHEAD):
            yield _entry_at(slot, agreement_id, settings)


def _entry_at(slot: datetime, agreement_id: uuid.UUID, settings: dict[str, Any]) -> Entry:
    return Entry(uid_of(agreement_id, slot), slot, settings["minutes"], settings["zone"])
