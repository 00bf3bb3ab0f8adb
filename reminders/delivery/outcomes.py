"""How a worker marks the rows of its lease. Each mark holds only while the lease does: who comes late marks nothing."""

from __future__ import annotations

import logging
import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from reminders.channels.base import Outcome
from reminders.delivery.too_late import tell_missed
from reminders.fast import sent_sql
from reminders.models import Reminder, ReminderQuerySet, State
from reminders.states import finish, put_back

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=20)
LONGEST_RETRY = timedelta(minutes=5)
# Rows that failed together come back spread over this share of the wait.
JITTER = 0.25
MOST_BROKEN_TRIES = 5
# What a kind waits for may end early, such as a pause; so it is asked again.
ASK_HELD_AGAIN = timedelta(minutes=1)


def _held(rows: Sequence[Reminder], lease: uuid.UUID) -> ReminderQuerySet:
    return Reminder.objects.leased_by(lease).filter(pk__in=[row.pk for row in rows])


def end(rows: Sequence[Reminder], lease: uuid.UUID, state: State, now: datetime, error: str = "") -> int:
    """End rows; return how many the lease still held."""
    return finish(_held(rows, lease), state, now, error) if rows else 0


def end_sent(row: Reminder, lease: uuid.UUID, now: datetime) -> int:
    """Mark one row as sent; return how many rows the lease still held."""
    if sent_sql.can_tell():
        return sent_sql.mark(row.pk, lease, now)
    return end([row], lease, State.SENT, now)


def miss(rows: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> None:
    """Mark what came too late, and say so once, in-app: both or neither."""
    if not rows:
        return
    with transaction.atomic():
        if end(rows, lease, State.MISSED, now):
            tell_missed(rows, now)


def hold(reminder: Reminder, lease: uuid.UUID, until: datetime) -> None:
    """Let a row wait until `until`, but not beyond its expiry: then it is found too late."""
    put_back(_held([reminder], lease), due_at=min(until, reminder.expires_at), claims=0, attempts=0)


def fail(reminder: Reminder, lease: uuid.UUID, outcome: Outcome, now: datetime) -> None:
    """Mark what could not be sent: for good, or to be tried again later."""
    due_at = now + _wait(reminder, outcome)
    poisoned = outcome.broken and reminder.attempts + 1 >= MOST_BROKEN_TRIES
    if outcome.permanent or poisoned or due_at >= reminder.expires_at:
        if end([reminder], lease, State.FAILED, now, outcome.error) and outcome.at_last:
            outcome.at_last()
        logger.warning("reminder %s failed: %s", reminder.pk, outcome.error)
        return
    attempts = reminder.attempts + 1
    put_back(_held([reminder], lease), due_at=due_at, claims=0, attempts=attempts, error=outcome.error)


def _wait(reminder: Reminder, outcome: Outcome) -> timedelta:
    """Twice as long each time, with jitter; or as long as the other side asked for."""
    if outcome.retry_after is not None:
        return outcome.retry_after
    wait: timedelta = min(FIRST_RETRY * 2 ** min(reminder.attempts, 10), LONGEST_RETRY)
    jitter: float = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - spreads load, guards no secret
    return wait * jitter
