"""The ticker: a Celery beat scheduler that sleeps until the next due row, at most a second.

It leases batches and publishes one task per lease. Several may run: a row is leased once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from celery.beat import Scheduler
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from reminders.channels import CHANNELS
from reminders.channels.base import LEASE_FOR
from reminders.fast import Alarm, Floors
from reminders.queue.channel_holds import open_channels
from reminders.queue.leases import lease_due, release, return_lapsed
from reminders.ticking.broker import publish, waiting_messages
from reminders.ticking.errands import take_errands
from reminders.ticking.tasks import keep_house, run_errand

logger = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=1)
# When the workers have enough before them.
SLEEP_WHEN_FULL_SECONDS = 0.25
# Leases per tick and channel, so that no channel waits long behind another's flood.
LEASES_A_TICK = 10
HOUSEKEEPING_EVERY_SECONDS = 60
LAPSED_EVERY_SECONDS = 5
ERRANDS_EVERY_SECONDS = 1
# What errands have among the broker's messages: whoever waits for one is looking at a page that says so.
LAST = 9
# When the broker or the database is away, wait this long before the next try.
WAIT_AFTER_FAILURE_SECONDS = 2.0
# A clock that is off by more than this between two looks has jumped.
JUMP_SECONDS = 5


class Every:
    """Something that is due every so many seconds, by a clock that never jumps."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = -float("inf")

    def is_due(self) -> bool:
        """Tell whether its time has come."""
        return time.monotonic() - self._last >= self._seconds

    def done(self) -> None:
        """Count from now on."""
        self._last = time.monotonic()


class Clock:
    """Watches the time of day for jumps: after one, every lease looks lapsed, or none does.

    So leases are not taken away until all that were made before the jump have had their time.
    """

    def __init__(self) -> None:
        self._offset: float | None = None
        self._trusted_from = -float("inf")

    def is_trusted(self, now: datetime) -> bool:
        """Tell whether leases can be judged by `now`."""
        offset, monotonic = now.timestamp() - time.monotonic(), time.monotonic()
        if self._offset is not None and abs(offset - self._offset) > JUMP_SECONDS:
            logger.warning("the clock jumped by %.0f seconds", offset - self._offset)
            self._trusted_from = monotonic + LEASE_FOR.total_seconds()
        self._offset = offset
        return monotonic >= self._trusted_from


class Ticker(Scheduler):
    """Beat's scheduler, with the rows as its schedule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._clock = Clock()
        self._housekeeping = Every(HOUSEKEEPING_EVERY_SECONDS)
        self._lapsed = Every(LAPSED_EVERY_SECONDS)
        self._errands = Every(ERRANDS_EVERY_SECONDS)
        self._floors = Floors()
        self._alarm = Alarm()
        self._pause = 0.0
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Beat asks for a schedule; ours is in the rows."""

    def tick(self, *_args: Any, **_kwargs: Any) -> float:
        """Sleep as long as the last look allowed, then publish what is due. Nothing that happens here may end beat.

        Returning 0 keeps beat from sleeping by itself: its sleep would not hear that an earlier row was made.
        """
        self._alarm.sleep(self._pause)
        self._pause = self.look()
        return 0.0

    def look(self) -> float:
        """Publish what is due and return the seconds to sleep."""
        try:
            close_old_connections()
            return self._look(timezone.now())
        except (DatabaseError, OperationalError, OSError) as error:
            logger.warning("the ticker waits: %s", type(error).__name__)
        except Exception:
            logger.exception("the ticker waits")
        return WAIT_AFTER_FAILURE_SECONDS

    def _look(self, now: datetime) -> float:
        self._floors.forget_now_and_then()
        self._return_lapsed(now)
        self._keep_house()
        self._publish_errands(now)
        return publish_due(now, self._floors)

    def _return_lapsed(self, now: datetime) -> None:
        if self._clock.is_trusted(now) and self._lapsed.is_due():
            if return_lapsed(now):
                self._floors.forget()
            self._lapsed.done()

    def close(self) -> None:
        """End with beat."""
        self._alarm.close()
        super().close()

    def _keep_house(self) -> None:
        if self._housekeeping.is_due():
            keep_house.apply_async(ignore_result=True, retry=False, expires=HOUSEKEEPING_EVERY_SECONDS)
            self._housekeeping.done()

    def _publish_errands(self, now: datetime) -> None:
        """A message that gets lost is made up for: its row is taken again. Nothing of it goes before a reminder."""
        if self._errands.is_due():
            self._errands.done()
            for kind, taken in take_errands(now):
                run_errand.apply_async((kind, taken), ignore_result=True, retry=False, priority=LAST)

    @property
    def info(self) -> str:
        """Beat prints this at start."""
        return "    . schedule -> reminder rows"


def publish_due(now: datetime, floors: Floors) -> float:
    """Lease due rows and publish one task per lease; return how many seconds there is nothing more to do."""
    nexts = {name: floors.next_due(name, now) for name in open_channels()}
    due = [name for name, next_due in nexts.items() if next_due and next_due <= now]
    waiting = waiting_messages() if due else 0
    for name in due:
        room = min(CHANNELS[name].most_waiting - waiting, LEASES_A_TICK)
        waiting += _publish_channel(name, room, now, floors.of(name, now))
        nexts[name] = floors.next_due(name, now)
    is_full = any(CHANNELS[name].most_waiting <= waiting for name in due)
    return max(SLEEP_WHEN_FULL_SECONDS if is_full else 0.0, _seconds_until(nexts.values(), timezone.now()))


def _publish_channel(name: str, room: int, now: datetime, floor: datetime) -> int:
    for count in range(room):
        lease = lease_due(name, now, floor)
        if lease is None:
            return count
        try:
            publish(lease, CHANNELS[name])
        except Exception:
            # Whatever the broker's client raised, the rows go back at once instead of after the lease.
            release(lease)
            raise
    return max(room, 0)


def _seconds_until(nexts: Iterable[datetime | None], now: datetime) -> float:
    """Return how long nothing is due, in seconds; at most LONGEST_SLEEP."""
    waits = [next_due - now for next_due in nexts if next_due]
    return max(min([LONGEST_SLEEP, *waits]), timedelta(0)).total_seconds()
