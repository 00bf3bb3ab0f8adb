"""The pause: either takes it alone, nobody can veto it, it ends by itself, and it leaves no history.

At most one runs per couple, for 24 hours at most. For ten seconds it can be a slip: until then it is there for whoever
tapped and for nobody else, by the clock and by no job. It blocks nothing but the talk's own reminder.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import F, Max, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy

from agreements.letters.reminders import members
from agreements.pauses.limits import (
    LONG_WITHIN,
    SHORTEST,
    PauseRefused,
    refuse_beyond_limits,
    refuse_too_many_starts,
)
from agreements.pauses.models import CLOCKS_APART, LONGEST, Pause, Stretch
from agreements.pauses.reminders import (
    PAUSE,
    PAUSE_OVER,
    announce_end,
    announce_pause,
    pause_end_occurrence,
)
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_now_and_later, raise_now_and_never, raise_revisions
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from reminders.notices.verbs import forget_notices, tell
from reminders.scheduling import forget, withdraw

SLIP_WITHIN = timedelta(seconds=10)
# The shortest that both databases tell apart.
A_MOMENT = timedelta(microseconds=1)
FORGOTTEN_AT_ONCE = 500


class NoLongerASlip(Refusal):
    """The other knows of it by now."""

    name = "changed"
    field = "pause"
    message = gettext_lazy("This pause is known to you both by now. You can end it whenever you are ready.")


class AnotherPause(Refusal):
    """The page is about a pause that is over, and another one runs: that one goes on."""

    name = "changed"
    field = "pause"
    message = gettext_lazy("That page was about an earlier pause. The one that runs now goes on.")


class NotMyPause(Refusal):
    """The time that is left is the other's."""

    name = "not-yours"
    message = gettext_lazy("The one who took the pause can end it early. It ends by itself.")


def start_pause(
    seat: Membership,
    until: datetime,
    now: datetime,
    submission: uuid.UUID | None = None,
    slip_within: timedelta = SLIP_WITHIN,
) -> Pause:
    """Start a pause that ends at `until` (UTC), or return the one that runs, or that this submission began.

    An expired one is closed first. Of two simultaneous starts the one that takes the couple's row first begins, and
    both get that pause, whichever of them read the clock first. Raises PauseRefused for a wrong length, PausedEnough,
    PausedForLong and PausedTooOften beyond this person's limits, NotConnected.
    """
    if not SHORTEST <= until - now <= LONGEST:
        raise PauseRefused
    with acting(seat.user_id):
        keep_pausing(seat)
        running = join_running(seat, now) or _begun_by(submission, seat)
        return running or _new_pause(seat, until, now, submission, now + slip_within)


def keep_pausing(seat: Membership) -> None:
    """Let one verb about pauses of these two at a time go on from here. Raises NotConnected."""
    if not keep_connected(seat):
        raise NotConnected(gettext_lazy("You two do not use Steady together any more, so there is nothing to pause."))


def join_running(seat: Membership, now: datetime) -> Pause | None:
    """Return the pause that runs. Whoever finds the other's by a tap of their own makes it known: it is no slip."""
    pause = Pause.objects.running(now).filter(couple=seat.couple_id).first()
    if pause and pause.started_by_id != seat.user_id and pause.known_at > now:
        if not Pause.objects.running(now).filter(pk=pause.pk).update(known_at=now):
            return None
        pause.known_at = now
        raise_revisions(seat.both)
    return pause


def _begun_by(submission: uuid.UUID | None, seat: Membership) -> Pause | None:
    """A tap that arrives once more begins nothing, though what it began is over."""
    mine = Pause.objects.filter(couple=seat.couple_id, started_by=seat.user_id)
    return mine.filter(submission=submission).first() if submission else None


def _new_pause(
    seat: Membership, until: datetime, now: datetime, submission: uuid.UUID | None, known_at: datetime
) -> Pause:
    close_what_does_not_run(seat.couple_id, now)
    when = {"started_at": _after_the_last(seat.couple_id, now), "known_at": known_at, "ends_at": until}
    pause = Pause(couple_id=seat.couple_id, started_by=seat.user, submission=submission or uuid.uuid4(), **when)
    first = stretch_of(pause, seat, pause.started_at, until)
    refuse_beyond_limits(first, seat, now)
    refuse_too_many_starts(seat, now)
    pause.save(force_insert=True)
    first.save(force_insert=True)
    announce_pause(pause, seat.partner.pk, pause.known_at)
    announce_end(pause, seat.both)
    # The other's open page finds it once it is known, and nothing of theirs moves before.
    raise_now_and_later(seat.user_id, seat.partner.pk, pause.known_at, now)
    return pause


def _after_the_last(couple_id: uuid.UUID, now: datetime) -> datetime:
    """Return `now`, or a moment after the last pause began: by the clock of another machine that may lie ahead.

    Which pause is the last one is told by when it began: whose return page is there, and to which more time is added.
    """
    last = Pause.objects.begun(now).filter(couple=couple_id).aggregate(began=Max("started_at"))["began"]
    return max(now, last + A_MOMENT) if last else now


def stretch_of(pause: Pause, seat: Membership, starts_at: datetime, ends_at: datetime) -> Stretch:
    """Return what this person asks for, not stored yet."""
    return Stretch(couple_id=seat.couple_id, pause=pause, person=seat.user, starts_at=starts_at, ends_at=ends_at)


def close_what_does_not_run(couple_id: uuid.UUID, now: datetime) -> None:
    """Close an expired row, and one that begins in the future because a clock was set back: it never ran."""
    unclosed = Pause.objects.filter(couple=couple_id, ended_at__isnull=True)
    unclosed.filter(ends_at__lte=now).update(ended_at=F("ends_at"))
    ahead = unclosed.filter(started_at__gt=now + CLOCKS_APART)
    for pause in ahead:
        withdraw(PAUSE.of(pause.pk), now)
    ahead.update(ended_at=F("started_at"))


def take_back_slip(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> bool:
    """That was a slip: let it not have been, for as long as nobody else knows; tell whether this call did it.

    Raises AnotherPause and NotMyPause as coming back does, and NoLongerASlip once the other knows.
    """
    with acting(seat.user_id):
        pause = _mine_that_runs(pause_id, seat, now)
        if pause is None:
            return False
        if not pause.may_be_a_slip(now):
            raise NoLongerASlip
        return _undo(pause, seat)


def _mine_that_runs(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> Pause | None:
    if not keep_connected(seat):
        return None
    pause = Pause.objects.running(now).seen_by(seat, now).first()
    if pause and pause_id not in (None, pause.pk):
        raise AnotherPause
    if pause and pause.last_stretch.person_id != seat.user_id:
        raise NotMyPause
    return pause


def _undo(pause: Pause, seat: Membership) -> bool:
    # The moment once more: the other's own tap makes it known. By an UPDATE, since what a DELETE of Django's finds it
    # has read before.
    as_read = Pause.objects.filter(pk=pause.pk, known_at=pause.known_at)
    if not as_read.update(ended_at=F("started_at")):
        raise NoLongerASlip
    Pause.objects.filter(pk=pause.pk).delete()
    forget(PAUSE.of(pause.pk))
    raise_now_and_never(seat.user_id, seat.partner.pk, pause.known_at)
    return True


def return_early(pause_id: uuid.UUID | None, seat: Membership, now: datetime) -> bool:
    """End what this person asked for before its time; tell whether this call did it. Without a pause nothing happens.

    `pause_id` is the one that the person saw; None means whichever runs. Raises AnotherPause if it is not the one that
    runs, and NotMyPause where what is left is the other's: if one could end that, it would be a veto. What the other
    asked for goes on.
    """
    with acting(seat.user_id):
        pause = _mine_that_runs(pause_id, seat, now)
        if pause is None:
            return False
        if pause.may_be_a_slip(now):
            return _undo(pause, seat)
        return _end_mine(pause, seat, now)


def _end_mine(pause: Pause, seat: Membership, now: datetime) -> bool:
    # By the clock of another machine it may have begun a moment from now.
    earliest = max(now, pause.started_at)
    end = max([earliest, *_ends_of_the_other(pause, seat)])
    over = {"ended_at": end} if end == earliest else {"ends_at": end}
    present = Pause.objects.running(now).filter(pk=pause.pk, ends_at=pause.ends_at)
    if not present.update(**over, revision=F("revision") + 1):
        return False
    _cut_my_stretches(pause, seat, end)
    pause.refresh_from_db()
    _tell_end(pause, seat, now)
    raise_revisions(seat.both)
    return True


def _ends_of_the_other(pause: Pause, seat: Membership) -> list[datetime]:
    return [each.ends_at for each in pause.stretches.all() if each.length and each.person_id != seat.user_id]


def _cut_my_stretches(pause: Pause, seat: Membership, end: datetime) -> None:
    """What was not taken counts for no limit. The row stays: each may ask for more once."""
    mine = pause.stretches.filter(person=seat.user_id, ends_at__gt=end)
    mine.update(ends_at=end, starts_at=Least(F("starts_at"), Value(end)))


def _tell_end(pause: Pause, seat: Membership, now: datetime) -> None:
    withdraw(PAUSE.of(pause.pk), now)
    if pause.is_running(now):
        announce_end(pause, seat.both)
        return
    # In the app alone: mails and pushes say that the agreed time is here, and it is not.
    tell(seat.both, PAUSE_OVER.name, PAUSE.of(pause.pk), pause_end_occurrence(pause), now)


def forget_pauses(now: datetime) -> int:
    """Delete pauses that no limit needs any more: no history is kept. Part of housekeeping.

    One with pages waits until these have gone to their writers.
    """
    unread = Pause.objects.filter(pages__isnull=True)
    old = list(unread.filter(ends_at__lt=now - LONG_WITHIN)[:FORGOTTEN_AT_ONCE])
    for pause in old:
        forget_notices(PAUSE.of(pause.pk), members(pause.couple_id))
    Pause.objects.filter(pk__in=[pause.pk for pause in old]).delete()
    return len(old)
