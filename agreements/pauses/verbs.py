"""The pause: either takes it alone, nobody can veto it, it ends by itself, and it leaves no history.

At most one runs per couple. At most 24 hours long, and at most 24 hours in any 48, so that nobody can be
shut out by pauses without end. It blocks nothing but the talk's own reminder.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from agreements.letters.reminders import members
from agreements.pauses.models import Pause
from agreements.pauses.reminders import PAUSE, PAUSE_OVER, PAUSE_STARTED, pause_end_occurrence
from basics.refusals import Refusal
from basics.transactions import acting
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from reminders.notices import forget_notices
from reminders.scheduling import schedule, withdraw

SHORTEST = timedelta(minutes=20)
LONGEST = timedelta(hours=24)
WINDOW = timedelta(hours=48)
MOST_IN_WINDOW = timedelta(hours=24)
# Each start tells the other. The limit is each one's own: nobody can use up what the other may need.
MOST_STARTS = 6
STARTS_WITHIN = timedelta(hours=6)
FORGOTTEN_AT_ONCE = 500


class PauseRefused(Refusal):
    """Why no pause starts; `message` says what to do."""

    field = "minutes"
    message = gettext_lazy("A pause is between 20 minutes and 24 hours long. Choose another end.")


class PausedEnough(PauseRefused):
    """24 of the last 48 hours were paused already."""

    name = "paused-enough"
    message = gettext_lazy(
        "You two have paused for 24 of the last 48 hours. You can still say that you need a break, "
        "and leave the room; a new pause here is possible later."
    )


class PausedTooOften(PauseRefused):
    """The person began, and came back from, so many pauses that they are messages and no pauses."""

    name = "too-many-requests"
    message = gettext_lazy("You have begun several pauses in the last hours. You can still leave the room.")


def running_pause(couple_id: uuid.UUID, now: datetime) -> Pause | None:
    """Return the pause that runs now, if any."""
    return Pause.objects.running(now).filter(couple=couple_id).first()


def running_until(couple_ids: Iterable[uuid.UUID], now: datetime) -> Mapping[uuid.UUID, datetime]:
    """Return the end of the running pause of each couple that has one. One query for all of them."""
    rows = Pause.objects.running(now).filter(couple__in=couple_ids)
    return dict(rows.values_list("couple_id", "ends_at"))


def start_pause(membership: Membership, until: datetime, now: datetime) -> Pause:
    """Start a pause that ends at `until` (UTC), or return the one that runs.

    An expired one is closed first. Of two simultaneous starts the constraint lets one through and both get
    that pause. Raises PauseRefused for a wrong length, PausedEnough and PausedTooOften beyond the limits, NotConnected.
    """
    if not SHORTEST <= until - now <= LONGEST:
        raise PauseRefused
    with acting(membership.user_id):
        running = running_pause(membership.couple_id, now)
        if running:
            return running
        try:
            return _new_pause(membership, until, now)
        except IntegrityError:
            return Pause.objects.running(now).get(couple=membership.couple_id)


def _new_pause(membership: Membership, until: datetime, now: datetime) -> Pause:
    with transaction.atomic():
        if not keep_connected(membership):
            raise NotConnected(gettext_lazy("You two are not connected any more, so there is nothing to pause."))
        _close_expired(membership.couple_id, now)
        _refuse_beyond_limit(membership.couple_id, until, now)
        _refuse_many_starts(membership, now)
        pause = Pause.objects.create(
            couple_id=membership.couple_id, started_by=membership.user, started_at=now, ends_at=until
        )
        _schedule(pause, membership, now)
    return pause


def _close_expired(couple_id: uuid.UUID, now: datetime) -> None:
    for expired in Pause.objects.filter(couple=couple_id, ended_at__isnull=True, ends_at__lte=now):
        Pause.objects.filter(pk=expired.pk, ended_at__isnull=True).update(ended_at=expired.ends_at)


def _refuse_beyond_limit(couple_id: uuid.UUID, until: datetime, now: datetime) -> None:
    """The fullest 48 hours are those that end with the new pause: any earlier ones lose as much as they gain."""
    if paused_between(couple_id, until - WINDOW, now) + (until - now) > MOST_IN_WINDOW:
        raise PausedEnough


def _refuse_many_starts(membership: Membership, now: datetime) -> None:
    mine = Pause.objects.filter(couple=membership.couple_id, started_by=membership.user)
    if mine.filter(started_at__gt=now - STARTS_WITHIN).count() >= MOST_STARTS:
        raise PausedTooOften


def paused_between(couple_id: uuid.UUID, start: datetime, end: datetime) -> timedelta:
    """Return how long the couple was paused in [start, end)."""
    total = timedelta(0)
    for pause in Pause.objects.filter(couple=couple_id, ends_at__gt=start, started_at__lt=end):
        over = min(pause.ended_at or pause.ends_at, end) - max(pause.started_at, start)
        total += max(over, timedelta(0))
    return total


def _schedule(pause: Pause, membership: Membership, now: datetime) -> None:
    subject, partner = PAUSE.of(pause.pk), membership.partner
    schedule(PAUSE_STARTED, subject, occurrence="start", people=[partner.pk], due_at=now, expires_at=pause.ends_at)
    both = [membership.user_id, membership.partner.pk]
    occurrence = pause_end_occurrence(pause.ends_at)
    schedule(PAUSE_OVER, subject, occurrence=occurrence, people=both, due_at=pause.ends_at)


def return_early(pause: Pause, membership: Membership, now: datetime) -> bool:
    """End a running pause before its time; tell whether this call did it.

    Only the one who took it can: if the other could end it, that would be a veto.
    """
    with acting(membership.user_id):
        mine = Pause.objects.running(now).filter(pk=pause.pk, started_by=membership.user)
        if not mine.update(ended_at=now):
            return False
        withdraw(PAUSE.of(pause.pk), now)
        subject, both = PAUSE.of(pause.pk), members(pause.couple_id)
        schedule(PAUSE_OVER, subject, occurrence=pause_end_occurrence(now), people=both, due_at=now)
        return True


def forget_pauses(now: datetime) -> int:
    """Delete pauses that no limit needs any more: no history is kept. Part of housekeeping."""
    old = list(Pause.objects.filter(ends_at__lt=now - WINDOW)[:FORGOTTEN_AT_ONCE])
    for pause in old:
        forget_notices(PAUSE.of(pause.pk), members(pause.couple_id))
    return Pause.objects.filter(pk__in=[pause.pk for pause in old]).delete()[0]
