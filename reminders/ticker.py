"""The ticker: a Celery beat scheduler that sleeps until the next due row, at most a second.

It leases batches and publishes one task per lease. Several may run: a row is leased once.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from celery.beat import Scheduler
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from reminders.channels import CHANNELS
from reminders.leases import lease_due, release, return_lapsed
from reminders.models import Reminder, State
from reminders.tasks import deliver, keep_house

logger = logging.getLogger(__name__)

LONGEST_SLEEP = timedelta(seconds=1)
# Leases per tick and channel, so that no channel waits long behind another's flood.
LEASES_A_TICK = 20
HOUSEKEEPING_EVERY_SECONDS = 60
# When the broker or the database is away, wait this long before the next try.
WAIT_AFTER_FAILURE_SECONDS = 2.0


class Ticker(Scheduler):
    """Beat's scheduler, with the rows as its schedule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._last_housekeeping = -float(HOUSEKEEPING_EVERY_SECONDS)
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Beat asks for a schedule; ours is in the rows."""

    def tick(self, *_args: Any, **_kwargs: Any) -> float:
        """Publish what is due and return the seconds to sleep."""
        try:
            close_old_connections()
            return self._tick(timezone.now())
        except (DatabaseError, OperationalError, OSError) as error:
            logger.warning("the ticker waits: %s", type(error).__name__)
            return WAIT_AFTER_FAILURE_SECONDS

    def _tick(self, now: datetime) -> float:
        self._keep_house_now_and_then(now)
        publish_due(now)
        return seconds_until_next(timezone.now())

    def _keep_house_now_and_then(self, now: datetime) -> None:
        if time.monotonic() - self._last_housekeeping < HOUSEKEEPING_EVERY_SECONDS:
            return
        return_lapsed(now)
        keep_house.apply_async(ignore_result=True, retry=False, expires=HOUSEKEEPING_EVERY_SECONDS)
        self._last_housekeeping = time.monotonic()

    @property
    def info(self) -> str:
        """Beat prints this at start."""
        return "    . schedule -> reminder rows"


def publish_due(now: datetime) -> int:
    """Lease due rows and publish one task per lease; return how many leases."""
    return sum(_publish_channel(name, now) for name, channel in CHANNELS.items() if channel.is_open())


def _publish_channel(name: str, now: datetime) -> int:
    for count in range(LEASES_A_TICK):
        lease = lease_due(name, now)
        if lease is None:
            return count
        try:
            deliver.apply_async((str(lease),), ignore_result=True, retry=False)
        except Exception:
            # Whatever the broker's client raised, the rows go back at once instead of after the lease.
            release(lease)
            raise
    return LEASES_A_TICK


def seconds_until_next(now: datetime) -> float:
    """Return how long nothing is due, in seconds; at most LONGEST_SLEEP."""
    open_channels = [name for name, channel in CHANNELS.items() if channel.is_open()]
    waiting = Reminder.objects.filter(state=State.PENDING, channel__in=open_channels)
    next_due = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    if next_due is None:
        return LONGEST_SLEEP.total_seconds()
    return min(max(next_due - now, timedelta(0)), LONGEST_SLEEP).total_seconds()
