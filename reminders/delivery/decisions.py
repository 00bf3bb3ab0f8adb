"""Right before sending, each kind is asked about its rows of the batch: send, drop, or hold."""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError

from reminders.channels.base import Channel, Outcome
from reminders.delivery import outcomes as marks
from reminders.delivery.quiet_hours import held_by_quiet_hours
from reminders.delivery.reachability import may_reach
from reminders.kinds import Decision, Drop, Hold, ReminderKind, find_kind
from reminders.models import Reminder, State

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Broken:
    """The kind cannot say anything about this row."""

    error: str


_Verdicts = Mapping[int, Decision | _Broken]


def still_wanted(lease: uuid.UUID, channel: Channel, now: datetime) -> list[Reminder]:
    """Ask about all that the lease still holds; mark what is late, dropped or held, and return the rest."""
    by_kind: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in channel.loaded(Reminder.objects.leased_by(lease)).order_by("due_at", "pk"):
        by_kind[reminder.kind].append(reminder)
    return [row for name, group in by_kind.items() for row in _wanted_of_kind(name, group, lease, now)]


def _wanted_of_kind(name: str, group: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> list[Reminder]:
    kind = find_kind(name)
    if kind is None:
        # A newer release made it, and its own workers may take it next time.
        _mark(group, {row.pk: _Broken("unknown kind") for row in group}, lease, now)
        return []
    marks.miss([row for row in group if row.expires_at <= now], lease, now)
    in_time = [row for row in group if row.expires_at > now]
    reachable = {row.pk for row in may_reach(kind, in_time)}
    marks.end([row for row in in_time if row.pk not in reachable], lease, State.WITHDRAWN, now)
    asked = [row for row in in_time if row.pk in reachable]
    verdicts = _verdicts(kind, asked, now)
    _mark(asked, verdicts, lease, now)
    return [row for row in asked if row.pk not in verdicts]


def _verdicts(kind: ReminderKind, rows: Sequence[Reminder], now: datetime) -> _Verdicts:
    """Ask the kind for all rows at once; when it stumbles, for each half, until the one row is found."""
    if not rows:
        return {}
    try:
        return {**held_by_quiet_hours(kind, rows, now), **_decisions(kind, rows, now)}
    except (OperationalError, InterfaceError):
        raise  # The database is away: no row's fault.
    except Exception as error:
        if len(rows) > 1:
            half = len(rows) // 2
            return {**_verdicts(kind, rows[:half], now), **_verdicts(kind, rows[half:], now)}
        logger.exception("nothing can be said about reminder %s", rows[0].pk)
        return {rows[0].pk: _Broken(type(error).__name__)}


def _decisions(kind: ReminderKind, rows: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
    soon = now + marks.ASK_HELD_AGAIN
    decisions = kind.decide(rows, now)
    return {
        key: Hold(min(decision.until, soon)) if isinstance(decision, Hold) else decision
        for key, decision in decisions.items()
    }


def _mark(rows: Sequence[Reminder], verdicts: _Verdicts, lease: uuid.UUID, now: datetime) -> None:
    dropped = [row for row in rows if isinstance(verdicts.get(row.pk), Drop)]
    marks.end(dropped, lease, State.WITHDRAWN, now)
    for row in rows:
        verdict = verdicts.get(row.pk)
        if isinstance(verdict, Hold):
            marks.hold(row, lease, verdict.until)
        elif isinstance(verdict, _Broken):
            marks.fail(row, lease, Outcome(broken=True, error=verdict.error), now)
