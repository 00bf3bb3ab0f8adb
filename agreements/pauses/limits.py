"""How long and how often one may pause. Each person's own time counts, and nobody else's.

So nobody can be shut out by pauses without end, and nobody can use up what the other may need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from agreements.pauses.models import Pause, Stretch
from basics.limits import Limit
from basics.refusals import Refusal
from couples.seats.models import Membership

SHORTEST = timedelta(minutes=20)
WINDOW = timedelta(hours=48)
MOST_IN_WINDOW = timedelta(hours=24)
# Longer ones are rare: three in seven days, and half a day between two. Shorter ones are never refused for that.
LONG = timedelta(hours=12)
MOST_LONG = 3
LONG_WITHIN = timedelta(days=7)
BETWEEN_LONG = timedelta(hours=12)
# Each start tells the other.
STARTS = Limit(6, timedelta(hours=6))


class PauseRefused(Refusal):
    """Why no pause starts; `message` says what to do."""

    field = "minutes"
    message = gettext_lazy("A pause is between 20 minutes and 24 hours long. Choose another end.")


class PausedEnough(PauseRefused):
    """This person's own pauses have taken 24 of the last 48 hours already."""

    name = "paused-enough"
    message = gettext_lazy(
        "Your own pauses have taken 24 of the last 48 hours. You can still say that you need a break, "
        "and leave the room; a new pause of yours is possible later."
    )


class PausedForLong(PauseRefused):
    """This person has begun long pauses too often, or just now."""

    name = "paused-enough"
    message = gettext_lazy(
        "A pause of more than 12 hours is possible three times in seven days, with 12 hours between two. "
        "A shorter one is possible now."
    )


class PausedTooOften(PauseRefused):
    """The person began, and came back from, so many pauses that they are messages and no pauses."""

    name = "too-many-requests"
    message = gettext_lazy("You have begun several pauses in the last hours. You can still leave the room.")


def refuse_too_many_starts(seat: Membership, now: datetime) -> None:
    """Raise PausedTooOften. What is dated ahead counts for no limit."""
    mine = Pause.objects.begun(now).filter(couple=seat.couple_id, started_by=seat.user_id)
    STARTS.refuse_beyond(mine, "started_at", now, seat.user_id, PausedTooOften)


def refuse_beyond_limits(wanted: Stretch, seat: Membership, now: datetime) -> None:
    """Raise PausedEnough or PausedForLong unless this person may have this stretch as well."""
    mine = list(Stretch.objects.of(seat, now))
    _refuse_beyond_limit(mine, wanted)
    _refuse_long_ones([*mine, wanted], wanted)


def _refuse_beyond_limit(mine: Iterable[Stretch], wanted: Stretch) -> None:
    """The fullest 48 hours are those that end with the new stretch: any earlier ones lose as much as they gain."""
    if paused_between(mine, wanted.ends_at - WINDOW, wanted.ends_at) + wanted.length > MOST_IN_WINDOW:
        raise PausedEnough


def _refuse_long_ones(mine: Iterable[Stretch], wanted: Stretch) -> None:
    """A person's time in one pause counts together, or more time would make a long one of two short ones."""
    by_pause = defaultdict(list)
    for stretch in mine:
        by_pause[stretch.pause_id].append(stretch)
    this = by_pause.pop(wanted.pause_id)
    if not _is_long(this):
        return
    begins = _begin(this)
    long = [part for part in by_pause.values() if _is_long(part) and _begin(part) > begins - LONG_WITHIN]
    too_soon = any(max(each.ends_at for each in part) > begins - BETWEEN_LONG for part in long)
    if len(long) >= MOST_LONG or too_soon:
        raise PausedForLong


def _is_long(stretches: Iterable[Stretch]) -> bool:
    return sum((each.length for each in stretches), timedelta(0)) > LONG


def _begin(stretches: Iterable[Stretch]) -> datetime:
    return min(each.starts_at for each in stretches)


def paused_between(stretches: Iterable[Stretch], start: datetime, end: datetime) -> timedelta:
    """Return how long these took in [start, end), as they really ended."""
    shares = (min(each.ends_at, end) - max(each.starts_at, start) for each in stretches)
    return sum((max(share, timedelta(0)) for share in shares), timedelta(0))
