"""What a worker does with a lease: ask the kinds, send outside any transaction, mark.

The marks are conditional on the lease, so a worker that comes late marks nothing.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from reminders.channels import CHANNELS
from reminders.channels.base import Channel, Outcome
from reminders.kinds import Drop, Hold, ReminderKind, kind_named
from reminders.missed import tell_missed
from reminders.models import Reminder, State
from reminders.quiet import held_by_quiet_hours
from reminders.reach import may_reach

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=20)
MOST_BROKEN_TRIES = 5


def deliver(lease: uuid.UUID, now: datetime) -> None:
    """Deliver the rows of one lease. A lease that has lapsed delivers nothing."""
    rows = list(Reminder.objects.held_by(lease).filter(leased_until__gt=now).select_related("user"))
    for channel_name, reminders in _grouped(rows, "channel").items():
        wanted = _still_wanted(reminders, lease, now)
        if wanted:
            _send(CHANNELS[channel_name], wanted, lease, now)


def _grouped(rows: Iterable[Reminder], attribute: str) -> dict[str, list[Reminder]]:
    groups: dict[str, list[Reminder]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, attribute)].append(row)
    return groups


def _still_wanted(reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> list[Reminder]:
    """Mark what is late, dropped or held, and return the rest."""
    wanted: list[Reminder] = []
    for kind_name, group in _grouped(reminders, "kind").items():
        kind = kind_named(kind_name)
        if kind is None:
            _finish(group, lease, State.FAILED, now, "unknown kind")
            continue
        wanted += _asked(kind, group, lease, now)
    return wanted


def _asked(kind: ReminderKind, group: list[Reminder], lease: uuid.UUID, now: datetime) -> list[Reminder]:
    late = [reminder for reminder in group if reminder.expires_at <= now]
    in_time = may_reach(kind, [reminder for reminder in group if reminder.expires_at > now])
    decisions = {**held_by_quiet_hours(kind, in_time, now), **kind.decide(in_time, now)}
    kept = {reminder.pk for reminder in in_time}
    dropped = [reminder for reminder in group if isinstance(decisions.get(reminder.pk), Drop)]
    unreachable = [reminder for reminder in group if reminder.expires_at > now and reminder.pk not in kept]
    _miss(late, lease, now)
    _finish(dropped + unreachable, lease, State.WITHDRAWN, now)
    for reminder in in_time:
        decision = decisions.get(reminder.pk)
        if isinstance(decision, Hold):
            _hold(reminder, lease, decision.until, now)
    return [reminder for reminder in in_time if reminder.pk not in decisions]


def _finish(rows: Sequence[Reminder], lease: uuid.UUID, state: State, now: datetime, error: str = "") -> int:
    if not rows:
        return 0
    return (
        Reminder.objects.held_by(lease)
        .filter(pk__in=[row.pk for row in rows])
        .update(state=state, lease=None, leased_until=None, finished_at=now, payload={}, error=error)
    )


def _miss(rows: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> None:
    """Mark what came too late, and say so once, in-app."""
    if _finish(rows, lease, State.MISSED, now):
        tell_missed(rows, now)


def _hold(reminder: Reminder, lease: uuid.UUID, until: datetime, now: datetime) -> None:
    if until >= reminder.expires_at:
        _miss([reminder], lease, now)
        return
    Reminder.objects.held_by(lease).filter(pk=reminder.pk).update(
        state=State.PENDING, lease=None, leased_until=None, due_at=until, claims=0, attempts=0
    )


def _send(channel: Channel, reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> None:
    for reminder, outcome in channel.send(reminders, lease, now):
        if outcome.sent:
            if not outcome.marked:
                _finish([reminder], lease, State.SENT, now)
        elif outcome.permanent:
            _finish([reminder], lease, State.FAILED, now, outcome.error)
            logger.warning("reminder %s failed: %s", reminder.pk, outcome.error)
        else:
            _retry(reminder, lease, outcome, now)


def _retry(reminder: Reminder, lease: uuid.UUID, outcome: Outcome, now: datetime) -> None:
    """Try again later, twice as late each time, until the row expires; a broken row stops after a few tries."""
    due_at = now + FIRST_RETRY * 2 ** min(reminder.attempts, 6)
    poisoned = outcome.broken and reminder.attempts + 1 >= MOST_BROKEN_TRIES
    if poisoned or due_at >= reminder.expires_at:
        _finish([reminder], lease, State.FAILED, now, outcome.error)
        return
    Reminder.objects.held_by(lease).filter(pk=reminder.pk).update(
        state=State.PENDING,
        lease=None,
        leased_until=None,
        due_at=due_at,
        claims=0,
        attempts=reminder.attempts + 1,
        error=outcome.error,
    )
