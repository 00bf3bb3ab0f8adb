"""A reminder's life: the one place that says which moves there are, and that makes them.

Its picture is in docs/reminders.md. Every move is one conditional UPDATE whose row count tells who made it, so two
that try the same move never both succeed. (`fast/` has one more spelling of two of them.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from reminders.models import Reminder, State

MOVES: Mapping[State, frozenset[State]] = {
    State.PENDING: frozenset({State.CLAIMED, State.WITHDRAWN}),
    State.CLAIMED: frozenset({State.PENDING, State.SENT, State.MISSED, State.WITHDRAWN, State.FAILED}),
    # Only by an operator's hand: `manage.py reminders retry`.
    State.FAILED: frozenset({State.PENDING}),
    State.SENT: frozenset(),
    State.MISSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class ForbiddenMove(Exception):
    """There is no such move in a reminder's life."""


def move(rows: QuerySet[Reminder], before: Iterable[State], after: State, **also: Any) -> int:
    """Move those of `rows` that are in one of the states `before`; return how many."""
    origins = tuple(before)
    if any(after not in MOVES[origin] for origin in origins):
        raise ForbiddenMove(f"{', '.join(origins)} → {after}")
    return rows.filter(state__in=origins).update(state=after, **also)


def claim(rows: QuerySet[Reminder], lease: Any, until: datetime) -> int:
    """Lease waiting rows."""
    return move(rows, [State.PENDING], State.CLAIMED, lease=lease, leased_until=until)


def put_back(rows: QuerySet[Reminder], **also: Any) -> int:
    """Let claimed rows wait again."""
    return move(rows, [State.CLAIMED], State.PENDING, lease=None, leased_until=None, **also)


def finish(rows: QuerySet[Reminder], after: State, now: datetime, error: str = "") -> int:
    """End claimed rows. What they carried is forgotten, except where an operator may still send them."""
    carried: dict[str, Any] = {} if after == State.FAILED else {"payload": {}}
    return move(rows, [State.CLAIMED], after, lease=None, leased_until=None, finished_at=now, error=error, **carried)


def take_back(rows: QuerySet[Reminder], now: datetime) -> int:
    """Withdraw rows that wait or are claimed. One UPDATE for both: between two, a row could slip through."""
    return move(
        rows,
        [State.PENDING, State.CLAIMED],
        State.WITHDRAWN,
        lease=None,
        leased_until=None,
        finished_at=now,
        payload={},
    )


def try_again(rows: QuerySet[Reminder], now: datetime) -> int:
    """Let failed rows that have not expired wait again, as if they had never been tried."""
    return move(
        rows.filter(expires_at__gt=now),
        [State.FAILED],
        State.PENDING,
        due_at=now,
        finished_at=None,
        claims=0,
        attempts=0,
    )
