"""In-app: the notice and the mark are one transaction, so nothing is lost and nothing doubled."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from reminders.channels.base import Channel, Outcome
from reminders.models import ChannelName, Notice, Reminder, State


class InAppChannel(Channel):
    """Writes notices."""

    name = ChannelName.IN_APP.value
    batch_size = 500

    def send(
        self, reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Write all notices at once; row by row only if some were withdrawn since they were read."""
        if not _write(reminders, lease, now):
            for reminder in reminders:
                _write([reminder], lease, now)
        for reminder in reminders:
            yield reminder, Outcome(sent=True, marked=True)


def _write(reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> bool:
    """Mark the rows and write their notices, or neither; tell whether the lease still held all of them."""
    with transaction.atomic():
        marked = (
            Reminder.objects.held_by(lease)
            .filter(pk__in=[reminder.pk for reminder in reminders])
            .update(state=State.SENT, lease=None, leased_until=None, finished_at=now)
        )
        if marked != len(reminders):
            transaction.set_rollback(True)
            return False
        Notice.objects.bulk_create((_notice(reminder, now) for reminder in reminders), ignore_conflicts=True)
    return True


def _notice(reminder: Reminder, now: datetime) -> Notice:
    return Notice(
        user=reminder.user,
        kind=reminder.kind,
        subject=reminder.subject,
        occurrence=reminder.occurrence,
        created_at=now,
    )
