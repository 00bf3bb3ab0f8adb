"""The pause: either takes it alone, nobody can veto it, it ends by itself, and it leaves no history.

At most one runs per couple, for 24 hours at most. The limits count what each person began, so that nobody can be shut
out by pauses without end, and nobody can use up what the other may need. It blocks nothing but the check-in's own
reminder.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy

from agreements.letters.reminders import members
from agreements.pauses.models import CLOCKS_APART, LONGEST, Pause, PauseQuerySet
from agreements.pauses.reminders import PAUSE, PAUSE_OVER, PAUSE_STARTED, pause_end_occurrence
from basics.limits import Limit
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.people.models import User
from couples.seats.access import membership_of
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from reminders.notices.verbs import forget_notices, tell
from reminders.scheduling import schedule, withdraw

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
FORGOTTEN_AT_ONCE = 500


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


class AnotherPause(Refusal):
    """The page is about a pause that is over, and another one runs: that one goes on."""

    name = "changed"
    field = "pause"
    message = gettext_lazy("That page was about an earlier pause. The one that runs now goes on.")


class NotMyPause(Refusal):
    """The other took this pause."""

    name = "not-yours"
    message = gettext_lazy("The one who took the pause can end it early. It ends by itself.")


class NamesRestToo(Refusal):
    """A name is seen by the other at once, so during a pause it would be a way to go on talking."""

    field = "name"
    message = gettext_lazy("You two are pausing. You can change your name once the pause is over.")


def object_to_name_in_pause(person: User, name: str, now: datetime) -> None:
    """Refuse another name while the couple pauses, whoever began it. Raises NamesRestToo."""
    seat = membership_of(person)
    if seat and running_pause(seat.couple_id, now):
        raise NamesRestToo


def running_pause(couple_id: uuid.UUID, now: datetime) -> Pause | None:
    """Return the pause that runs now, if any."""
    return Pause.objects.running(now).filter(couple=couple_id).first()


def running_until(couple_ids: Iterable[uuid.UUID], now: datetime) -> Mapping[uuid.UUID, datetime]:
    """Return the end of the running pause of each couple that has one. One query for all of them."""
    rows = Pause.objects.running(now).filter(couple__in=couple_ids)
    return dict(rows.values_list("couple_id", "ends_at"))


def start_pause(seat: Membership, until: datetime, now: datetime) -> Pause:
    """Start a pause that ends at `until` (UTC), or return the one that runs.

    An expired one is closed first. Of two simultaneous starts the one that takes the couple's row first begins, and
    both get that pause, whichever of them read the clock first. Raises PauseRefused for a wrong length, PausedEnough,
    PausedForLong and PausedTooOften beyond this person's limits, NotConnected.
    """
    if not SHORTEST <= until - now <= LONGEST:
        raise PauseRefused
    with acting(seat.user_id):
        if not keep_connected(seat):
            raise NotConnected(
                gettext_lazy("You two do not use Steady together any more, so there is nothing to pause.")
            )
        return running_pause(seat.couple_id, now) or _new_pause(seat, until, now)


def _new_pause(seat: Membership, until: datetime, now: datetime) -> Pause:
    _close_what_does_not_run(seat.couple_id, now)
    mine = Pause.objects.filter(couple=seat.couple_id).begun_by(seat.user_id, now)
    _refuse_beyond_limit(mine, until, now)
    _refuse_long_ones(mine, until, now)
    STARTS.refuse_beyond(mine, "started_at", now, seat.user_id, PausedTooOften)
    pause = Pause.objects.create(couple_id=seat.couple_id, started_by=seat.user, started_at=now, ends_at=until)
    _schedule(pause, seat, now)
    raise_revisions(seat.both)
    return pause


def _close_what_does_not_run(couple_id: uuid.UUID, now: datetime) -> None:
    """Close an expired row, and one that begins in the future because a clock was set back: it never ran."""
    unclosed = Pause.objects.filter(couple=couple_id, ended_at__isnull=True)
    unclosed.filter(ends_at__lte=now).update(ended_at=F("ends_at"))
    ahead = unclosed.filter(started_at__gt=now + CLOCKS_APART)
    for pause in ahead:
        withdraw(PAUSE.of(pause.pk), now)
    ahead.update(ended_at=F("started_at"))


def _refuse_beyond_limit(mine: PauseQuerySet, until: datetime, now: datetime) -> None:
    """The fullest 48 hours are those that end with the new pause: any earlier ones lose as much as they gain."""
    if paused_between(mine, until - WINDOW, now) + (until - now) > MOST_IN_WINDOW:
        raise PausedEnough


def _refuse_long_ones(mine: PauseQuerySet, until: datetime, now: datetime) -> None:
    if until - now <= LONG:
        return
    long_ends = [end for start, end in _lasted(mine) if end - start > LONG and start > now - LONG_WITHIN]
    if len(long_ends) >= MOST_LONG or any(end > now - BETWEEN_LONG for end in long_ends):
        raise PausedForLong


def paused_between(pauses: PauseQuerySet, start: datetime, end: datetime) -> timedelta:
    """Return how long these pauses took in [start, end), whenever they really ended."""
    shares = (min(ended, end) - max(started, start) for started, ended in _lasted(pauses))
    return sum((max(share, timedelta(0)) for share in shares), timedelta(0))


def _lasted(pauses: PauseQuerySet) -> list[tuple[datetime, datetime]]:
    return [(pause.started_at, pause.ended_at or pause.ends_at) for pause in pauses]


def _schedule(pause: Pause, seat: Membership, now: datetime) -> None:
    subject, partner = PAUSE.of(pause.pk), seat.partner
    schedule(PAUSE_STARTED, subject, occurrence="start", people=[partner.pk], due_at=now, expires_at=pause.ends_at)
    both = [seat.user_id, seat.partner.pk]
    occurrence = pause_end_occurrence(pause.ends_at)
    schedule(PAUSE_OVER, subject, occurrence=occurrence, people=both, due_at=pause.ends_at)


def return_early(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> bool:
    """End the pause that runs before its time; tell whether this call did it. Without one nothing happens.

    `pause_id` is the one that the person saw; None means whichever runs. Raises AnotherPause if it is not the one that
    runs, and NotMyPause for the other's: if they could end it, that would be a veto.
    """
    with acting(seat.user_id):
        pause = running_pause(seat.couple_id, now)
        if pause is None:
            return False
        if pause_id not in (None, pause.pk):
            raise AnotherPause
        if pause.started_by_id != seat.user_id:
            raise NotMyPause
        return _end_early(pause, seat, now)


def _end_early(pause: Pause, seat: Membership, now: datetime) -> bool:
    # By the clock of another machine it may have begun a moment from now.
    end = max(now, pause.started_at)
    if not Pause.objects.running(now).filter(pk=pause.pk).update(ended_at=end):
        return False
    withdraw(PAUSE.of(pause.pk), now)
    # In the app alone: mails and pushes say that the agreed time is here, and it is not.
    tell(members(pause.couple_id), PAUSE_OVER.name, PAUSE.of(pause.pk), pause_end_occurrence(end), now)
    raise_revisions(seat.both)
    return True


def forget_pauses(now: datetime) -> int:
    """Delete pauses that no limit needs any more: no history is kept. Part of housekeeping."""
    old = list(Pause.objects.filter(ends_at__lt=now - LONG_WITHIN)[:FORGOTTEN_AT_ONCE])
    for pause in old:
        forget_notices(PAUSE.of(pause.pk), members(pause.couple_id))
    return Pause.objects.filter(pk__in=[pause.pk for pause in old]).delete()[0]
