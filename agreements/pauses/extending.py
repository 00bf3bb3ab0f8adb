"""Not yet: more time, for each person once a pause, from shortly before its end to an hour after it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy

from agreements.pauses.limits import SHORTEST, PauseRefused, refuse_beyond_limits
from agreements.pauses.models import LONGEST, Pause, ReturnPage, Stretch
from agreements.pauses.reminders import PAUSE, announce_end, announce_pause
from agreements.pauses.running import latest_pause
from agreements.pauses.verbs import close_what_does_not_run, join_running, keep_pausing, stretch_of
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership
from reminders.scheduling import withdraw

FROM_BEFORE_THE_END = timedelta(minutes=10)
UNTIL_AFTER_THE_END = timedelta(minutes=60)


class NotTheTimeForMore(Refusal):
    """Too early or too late for it, or there is no such pause."""

    name = "changed"
    field = "pause"
    message = gettext_lazy(
        "You can ask for more time from ten minutes before the end to an hour after it. You can also take a new pause."
    )


class AskedForMoreBefore(Refusal):
    """Each may once a pause."""

    name = "paused-enough"
    message = gettext_lazy("Each of you can ask for more time once. You can still say that you need a break.")


class MovedMeanwhile(Refusal):
    """Its end is another one than a moment ago."""

    name = "changed"
    field = "pause"
    message = gettext_lazy("The end of this pause has just moved. This is how it stands now.")


@dataclass(frozen=True)
class More:
    """How much more: so long from where it begins, or until a moment (UTC)."""

    length: timedelta = timedelta(0)
    moment: datetime | None = None

    def until(self, begins: datetime) -> datetime:
        """Return the end."""
        return self.moment or begins + self.length


def may_ask_for_more(pause: Pause, seat: Membership, now: datetime) -> bool:
    """Tell whether it is the time for it, and this person has not yet."""
    return _is_the_time(pause, now) and not _has_asked(pause, seat)


def more_begins(pause: Pause, now: datetime) -> datetime:
    """Return where more time would begin: at the end of what runs, else at once."""
    return pause.ends_at if pause.is_running(now) else now


def asks_from(pause: Pause) -> datetime:
    """Return from when on one may ask for more."""
    return pause.over_at - FROM_BEFORE_THE_END


def asks_until(pause: Pause) -> datetime:
    """Return until when."""
    return pause.over_at + UNTIL_AFTER_THE_END


def _is_the_time(pause: Pause, now: datetime) -> bool:
    return asks_from(pause) <= now < asks_until(pause)


def _has_asked(pause: Pause, seat: Membership) -> bool:
    return any(each.is_extension and each.person_id == seat.user_id for each in pause.stretches.all())


def ask_for_more(pause_id: uuid.UUID | None, seat: Membership, more: More, now: datetime) -> Pause:
    """Let a pause last for more time: before its end it gets longer, after it a new stretch begins at once.

    `pause_id` is the one that the person saw, None the last. While another runs, or after one's own second tap, it is
    that one that is returned. Raises NotTheTimeForMore, AskedForMoreBefore, what a start raises about this person's
    limits, NotConnected.
    """
    with acting(seat.user_id):
        keep_pausing(seat)
        # Before the other's, which may be a slip still, is found: it is not the one that this person saw.
        last = latest_pause(seat, now)
        meant = pause_id or (last.pk if last else None)
        pause = join_running(seat, now) or _if_meant(last, meant)
        if _was_asked_now(pause, seat, now) or meant != pause.pk:
            return pause
        return _lengthened(pause, seat, more, now)


def _if_meant(last: Pause | None, meant: uuid.UUID | None) -> Pause:
    if last is None or meant != last.pk:
        raise NotTheTimeForMore
    return last


def _was_asked_now(pause: Pause, seat: Membership, now: datetime) -> bool:
    last = pause.last_stretch
    return pause.is_running(now) and last.is_extension and last.person_id == seat.user_id


def _lengthened(pause: Pause, seat: Membership, more: More, now: datetime) -> Pause:
    if not _is_the_time(pause, now):
        raise NotTheTimeForMore
    if _has_asked(pause, seat):
        raise AskedForMoreBefore
    wanted = _wanted(pause, seat, more, now)
    refuse_beyond_limits(wanted, seat, now)
    close_what_does_not_run(seat.couple_id, now)  # this pause may be open once more then, and no other is
    _move_end(pause, wanted.ends_at)
    wanted.save(force_insert=True)
    _tell(pause, seat, now)
    return pause


def _wanted(pause: Pause, seat: Membership, more: More, now: datetime) -> Stretch:
    begins = more_begins(pause, now)
    until = more.until(begins)
    if until <= begins or until - now < SHORTEST or until - pause.started_at > LONGEST:
        raise PauseRefused
    wanted = stretch_of(pause, seat, begins, until)
    wanted.is_extension = True
    return wanted


def _move_end(pause: Pause, until: datetime) -> None:
    as_read = Pause.objects.filter(pk=pause.pk, revision=pause.revision)
    if not as_read.update(ends_at=until, ended_at=None, revision=F("revision") + 1):
        raise MovedMeanwhile
    pause.refresh_from_db()


def _tell(pause: Pause, seat: Membership, now: datetime) -> None:
    withdraw(PAUSE.of(pause.pk), now)
    announce_pause(pause, seat.partner.pk, now)
    announce_end(pause, seat.both)
    # The page that was put away is there for both once more, after this end.
    ReturnPage.objects.filter(pause=pause.pk).update(is_put_away=False)
    raise_revisions(seat.both)
