"""The talk after the one whose table two people have before them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from basics.formats import weekday
from basics.localtime import local
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership


@dataclass(frozen=True)
class WhatComes:
    """The talk after the one that was opened."""

    pk: uuid.UUID
    starts_at: datetime
    # Whether both are asked if that suits again: after the first one.
    is_asked: bool
    # Of one a week later; empty for any other.
    weekday: str


def what_comes(check_in: CheckIn, seat: Membership, now: datetime) -> WhatComes | None:
    """Return when the two talk next, for who has just read what was opened."""
    following = CheckIn.objects.of(seat).next_one(now)
    if following is None:
        return None
    is_asked = (
        check_in.opened_lately(now)
        and _was_the_first(check_in, now)
        and following.agreement_id == check_in.agreement_id
    )
    return WhatComes(following.pk, following.starts_at, is_asked, _weekday_of(check_in, following) if is_asked else "")


def _was_the_first(check_in: CheckIn, now: datetime) -> bool:
    """Tell whether it is the first talk that opened of its rhythm."""
    of_its_rhythm = CheckIn.objects.filter(agreement=check_in.agreement_id, slot__lt=check_in.slot)
    return check_in.agreement_id is not None and not of_its_rhythm.opened(now).exists()


def _weekday_of(check_in: CheckIn, following: CheckIn) -> str:
    """Return the day of one a week later at the same time; of any other its whole date has to be said."""
    before, after = (local(each.starts_at, check_in.zone) for each in (check_in, following))
    is_a_week_later = after.date() - before.date() == timedelta(days=7) and after.time() == before.time()
    return weekday(timezone.localtime(following.starts_at).weekday()) if is_a_week_later else ""
