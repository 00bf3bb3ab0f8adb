"""A kind that asks nothing and a channel that sends nothing: what is left is claim, Celery task and mark."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from reminders import marks
from reminders.channels import CHANNELS
from reminders.channels.base import Channel, Outcome
from reminders.kinds import ReminderKind
from reminders.models import ChannelName, Reminder, ReminderQuerySet, State


class IdleKind(ReminderKind):
    """Asks nothing and says nothing."""

    name = "idle"
    channels = ("idle",)
    # Quiet hours would hold it.
    has_agreed_clock_time = True


class IdleInAppKind(ReminderKind):
    """The same, in-app."""

    name = "idle_in_app"
    channels = (ChannelName.IN_APP,)


class IdleChannel(Channel):
    """Marks a lease's rows as sent, all at once, as the in-app channel does, and writes nothing."""

    name = "idle"
    batch_size = 500
    counts_tries = False
    priority = 0
    most_waiting = 40

    def loaded(self, rows: ReminderQuerySet) -> ReminderQuerySet:
        """Load what asking needs, as the in-app channel does."""
        return CHANNELS[ChannelName.IN_APP].loaded(rows)

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Mark all."""
        rows = list(reminders)
        marks.end(rows, lease, State.SENT, now)
        for row in rows:
            yield row, Outcome(sent=True, marked=True)


IDLE = IdleKind()
IDLE_IN_APP = IdleInAppKind()
