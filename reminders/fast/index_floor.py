"""From which due time on a ticker reads the index of waiting rows.

While any session holds an old snapshot (a backup, a forgotten psql), PostgreSQL cannot remove the index entries of rows
that were sent since. They all lie before the rows that wait, and a look for the next due row walks through them: 570
times dearer after 300,000 sends. So a ticker remembers, per channel, before which time nothing waits, and starts there.

SQLite has no such entries, and so no floor. The memory may be wrong for a row that is put back or made with an earlier
due time than it should have: such a row is found at the next full look.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Min

from reminders.models import Reminder, State

# A full look every so often finds what slipped in below; a lapsed lease has waited longer than that already.
FULL_LOOK_EVERY_SECONDS = 30.0
# Clocks of machines that make rows differ by less than this.
MARGIN = timedelta(seconds=5)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Floors:
    """What one ticker knows of each channel: before which due time nothing waits."""

    def __init__(self) -> None:
        self._floors: dict[str, datetime] = {}
        self._last_full_look = time.monotonic()

    def of(self, channel: str, now: datetime) -> datetime:
        """Return from when on to look. A clock that was set back lowers it."""
        return min(self._floors.get(channel, BEGINNING), now - MARGIN)

    def forget(self) -> None:
        """Look at everything the next time."""
        self._floors.clear()
        self._last_full_look = time.monotonic()

    def forget_now_and_then(self) -> None:
        """Make the next look a full one if it is time for that."""
        if time.monotonic() - self._last_full_look >= FULL_LOOK_EVERY_SECONDS:
            self.forget()

    def next_due(self, channel: str, now: datetime) -> datetime | None:
        """Return when the next waiting row is due, and remember that nothing waits before it."""
        waiting = Reminder.objects.filter(state=State.PENDING, channel=channel, due_at__gte=self.of(channel, now))
        found: datetime | None = waiting.aggregate(next=Min("due_at"))["next"]
        if connection.vendor == "postgresql":
            self._floors[channel] = min(found or now, now) - MARGIN
        return found
