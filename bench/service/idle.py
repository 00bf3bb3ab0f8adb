"""A kind that asks nothing and a channel that sends nothing: what is left is claim, Celery task and mark."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection

from reminders.channels.base import Channel, Outcome
from reminders.fast.sent_sql import sent_standing
from reminders.kinds import ReminderKind
from reminders.models import ChannelName, Reminder


class IdleKind(ReminderKind):
    """Asks nothing and says nothing."""

    name = "idle"
    channels = ("idle",)
    # Quiet hours would hold it.
    has_agreed_clock_time = True
    standing_sql = "TRUE"


class IdleInAppKind(ReminderKind):
    """The same, in-app."""

    name = "idle_in_app"
    channels = (ChannelName.IN_APP,)


class IdleChannel(Channel):
    """Marks a lease's rows as sent and sends nothing."""

    name = "idle"
    batch_size = 2000
    counts_tries = False
    priority = 0
    most_waiting = 40

    def send_standing(self, lease: uuid.UUID, now: datetime) -> None:
        """Mark them in one statement, as the in-app channel does, and write nothing."""
        with connection.cursor() as cursor:
            cursor.execute(sent_standing({IdleKind.name: "TRUE"}), {"now": now, "lease": lease})

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send what is left, which is nothing."""
        for row in reminders:
            yield row, Outcome(sent=True)


IDLE = IdleKind()
IDLE_IN_APP = IdleInAppKind()
