"""What a worker does with a lease: ask the kinds, send outside any transaction, mark."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections

from basics.transactions import serving
from reminders.channels import CHANNELS
from reminders.channels.base import LEASE_FOR, Channel, Outcome
from reminders.delivery import outcomes as marks
from reminders.delivery.decisions import still_wanted
from reminders.models import Reminder
from reminders.queue.leases import begin, may_try, release

logger = logging.getLogger(__name__)

# A worker stops well before its lease lapses; what is left is leased anew.
WORK_FOR_SECONDS = LEASE_FOR.total_seconds() / 2
# An answer of a kind holds so long; what is not sent by then is asked for again. A second is allowed.
ASKED_FOR_SECONDS = 0.5
# After SMTP's 250 a mark that fails costs a repeated mail, so it is tried again, for as long as a restart takes.
MARK_TRIES = 10
WAIT_BEFORE_NEXT_MARK_SECONDS = 0.5


class Watch:
    """The time since a worker took up its lease, by a clock that never jumps."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def now(self) -> datetime:
        """The time of day, counted on from the start."""
        return self._now + timedelta(seconds=self.seconds)


def deliver(lease: uuid.UUID, now: datetime) -> None:
    """Deliver the rows of one lease. A lease that has lapsed delivers nothing."""
    with serving():
        _deliver(lease, now)


def _deliver(lease: uuid.UUID, now: datetime) -> None:
    name = begin(lease, now)
    if name is None:
        return
    channel = CHANNELS.get(name)
    if channel is None or not _finished(lease, channel, now):
        release(lease)


def _finished(lease: uuid.UUID, channel: Channel, now: datetime) -> bool:
    """Send what the lease holds; tell whether the time was enough for all of it."""
    watch = Watch(now)
    channel.send_standing(lease, now)
    for reminder, outcome in channel.send(_wanted(lease, channel, watch), lease, now):
        _mark(reminder, outcome, lease, watch.now)
    return watch.seconds <= WORK_FOR_SECONDS


def _wanted(lease: uuid.UUID, channel: Channel, watch: Watch) -> Iterator[Reminder]:
    """Yield what is to be sent; whatever has waited too long since its kind was asked is asked for again."""
    prepared: set[int] = set()
    while watch.seconds < WORK_FOR_SECONDS:
        wanted, asked_at = still_wanted(lease, channel, watch.now), watch.seconds
        channel.prepare([row for row in wanted if row.pk not in prepared], watch.now)
        prepared.update(row.pk for row in wanted)
        for reminder in wanted:
            if may_try(reminder, watch.now):
                yield reminder
            if watch.seconds - asked_at > ASKED_FOR_SECONDS:
                break
        else:
            return


def _mark(reminder: Reminder, outcome: Outcome, lease: uuid.UUID, now: datetime) -> None:
    if outcome.marked:
        return
    if outcome.sent:
        _mark_sent(reminder, lease, now)
    else:
        marks.fail(reminder, lease, outcome, now)


def _mark_sent(reminder: Reminder, lease: uuid.UUID, now: datetime) -> None:
    for _try in range(MARK_TRIES - 1):
        try:
            marks.end_sent(reminder, lease, now)
        except (OperationalError, InterfaceError):
            logger.warning("reminder %s is sent and cannot be marked yet", reminder.pk)
            close_old_connections()
            time.sleep(WAIT_BEFORE_NEXT_MARK_SECONDS)
        else:
            return
    marks.end_sent(reminder, lease, now)
