"""Against flooding: what one person can make happen as often as they like reaches the other only a few times.

A script, or a hand that does not stop, could send letters and start pauses all night, and every one of them would
ring the other's phone. The in-app lines stay: they make no sound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from basics.limits import CLOCKS_APART
from reminders.kinds import Decision, Drop
from reminders.models import ChannelName, Reminder, State

MOST = 3
WITHIN = timedelta(hours=6)


def all_but(true: Sequence[Reminder], rows: Sequence[Reminder], now: datetime) -> dict[int, Decision]:
    """Drop, of rows of one kind and channel, what is not true, and what would be one too many for its recipient."""
    wanted = {row.pk for row in true} - told_lately(true, now)
    return {row.pk: Drop() for row in rows if row.pk not in wanted}


def told_lately(rows: Sequence[Reminder], now: datetime) -> set[int]:
    """Return the rows of one kind and channel that would be one too many for their recipient. One query a batch."""
    loud = [row for row in rows if row.channel != ChannelName.IN_APP]
    if not loud:
        return set()
    sent = Reminder.objects.filter(
        kind=loud[0].kind,
        channel=loud[0].channel,
        user__in={row.user_id for row in loud},
        state=State.SENT,
        finished_at__gt=now - WITHIN,
        finished_at__lte=now + CLOCKS_APART,
    )
    told: Counter[int | None] = Counter(sent.values_list("user_id", flat=True))
    too_many: set[int] = set()
    for row in loud:
        told[row.user_id] += 1
        if told[row.user_id] > MOST:
            too_many.add(row.pk)
    return too_many
