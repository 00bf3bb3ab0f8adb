"""What is due and has not been sent: the one question behind readiness, the health check of beat and the metrics.

Only channels that send just now are asked about: what an operator holds, or a switch stops, is not late.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min

from reminders.models import Reminder, State
from reminders.queue.channel_holds import open_channels

# A reminder that is still not sent so long after its time is an operator's business.
LATE_AFTER = timedelta(minutes=2)


def oldest_unsent(channels: Iterable[str], now: datetime) -> dict[str, datetime]:
    """Return the earliest due time of what should have been sent, by channel; channels without such rows are left out.

    Waiting rows are read from the ends of the index by channel and due time, leased rows are few: no count, no scan.
    """
    found: dict[str, datetime] = {}
    for name in channels:
        waiting = Reminder.objects.due(now).filter(channel=name).order_by("due_at").values_list("due_at", flat=True)
        leased = Reminder.objects.filter(state=State.CLAIMED, channel=name, due_at__lte=now)
        dues = [*waiting[:1], leased.aggregate(first=Min("due_at"))["first"]]
        if any(dues):
            found[name] = min(due for due in dues if due)
    return found


def longest_wait(now: datetime) -> timedelta:
    """Return for how long the oldest unsent row of any open channel has been due."""
    return max((now - due for due in oldest_unsent(open_channels(), now).values()), default=timedelta(0))


def due_counts(now: datetime) -> dict[tuple[str, str], int]:
    """Return how many rows are due and not sent, by kind and channel, those of held channels too."""
    unsent = Reminder.objects.not_begun().filter(due_at__lte=now).order_by()
    counted = unsent.values("kind", "channel").annotate(rows=Count("pk"))
    return {(row["kind"], row["channel"]): row["rows"] for row in counted}
