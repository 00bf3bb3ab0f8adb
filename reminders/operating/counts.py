"""What an operator may see of the rows: how many, of which kind, channel and state. Never whose, never a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from reminders.models import Reminder, State
from reminders.states import try_again


@dataclass(frozen=True)
class Tally:
    """How many rows of one sort there are; for those that wait, since when the oldest is due."""

    kind: str
    channel: str
    state: str
    count: int
    late: timedelta | None


def tallies_of_rows(now: datetime) -> Sequence[Tally]:
    """Count all rows. One query."""
    rows = Reminder.objects.values("kind", "channel", "state").annotate(count=Count("pk"), oldest=Min("due_at"))
    return [
        Tally(row["kind"], row["channel"], row["state"], row["count"], _late(row["state"], row["oldest"], now))
        for row in rows.order_by("kind", "channel", "state")
    ]


def _late(state: str, oldest: datetime, now: datetime) -> timedelta | None:
    return now - oldest if state in (State.PENDING, State.CLAIMED) and oldest < now else None


def errors_kept(limit: int = 20) -> Sequence[tuple[str, str, str, int]]:
    """Return kind, channel, error and number of what failed, the most frequent first."""
    failed = Reminder.objects.filter(state=State.FAILED).values("kind", "channel", "error")
    counted = failed.annotate(count=Count("pk")).order_by("-count")[:limit]
    return [(row["kind"], row["channel"], row["error"], row["count"]) for row in counted]


def retry_failed(now: datetime, kind: str = "", channel: str = "") -> int:
    """Send again what failed and still makes sense; return how many rows."""
    rows = Reminder.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    return try_again(rows.filter(channel=channel) if channel else rows, now)
