"""In-app: the notice and the mark are one transaction, so nothing is lost and nothing doubled."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, transaction

from reminders.channels.base import Channel, Outcome
from reminders.fast import sent_sql
from reminders.models import ChannelName, Notice, Reminder, ReminderQuerySet, State
from reminders.states import finish

logger = logging.getLogger(__name__)


class InAppChannel(Channel):
    """Writes notices."""

    name = ChannelName.IN_APP.value
    label = ChannelName.IN_APP.label
    batch_size = 2000
    # Nothing but our own database takes part, so no row can hang or kill its worker.
    counts_tries = False
    priority = 0
    # More than any other channel's, so that no flood of mails keeps a notice from being leased.
    most_waiting = 40

    def loaded(self, rows: ReminderQuerySet) -> ReminderQuerySet:
        """Load what asking needs and no more: neither what mails carry nor the person's settings."""
        return rows.select_related("user").only(*_ASKED_FOR)

    def send_standing(self, lease: uuid.UUID, now: datetime) -> None:
        """Write the notices of the kinds that peak in one statement; see sent_sql.py."""
        if not sent_sql.can_tell():
            return
        try:
            sent_sql.tell_standing(lease, now)
        except (IntegrityError, DataError) as error:
            logger.warning("a lease's notices cannot be written together: %s", type(error).__name__)

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Write all notices at once; one by one only if some were withdrawn meanwhile or cannot be written."""
        rows = list(reminders)
        alone = [] if not rows or _try_to_write(rows, lease, now).sent else rows
        outcomes = {row.pk: _try_to_write([row], lease, now) for row in alone}
        for row in rows:
            yield row, outcomes.get(row.pk, _WRITTEN)


# A kind whose `decide` reads more of a row or its person costs one query for each row.
_ASKED_FOR = (
    "kind",
    "subject",
    "occurrence",
    "recipient",
    "channel",
    "user_id",
    "expires_at",
    "lease",
    "claims",
    "attempts",
    "user__is_active",
    "user__erases_at",
)
# A row that the lease does not hold any more is marked already, by whoever took it.
_WRITTEN = Outcome(sent=True, marked=True)
_NOT_HELD = Outcome(marked=True)


def _try_to_write(rows: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> Outcome:
    try:
        if sent_sql.can_tell():
            sent_sql.tell([row.pk for row in rows], lease, now)
            return _WRITTEN
        return _WRITTEN if _write(rows, lease, now) else _NOT_HELD
    except (IntegrityError, DataError) as error:
        logger.warning("%s notices cannot be written together: %s", len(rows), type(error).__name__)
        return Outcome(broken=True, error=type(error).__name__)


def _write(rows: Sequence[Reminder], lease: uuid.UUID, now: datetime) -> bool:
    """Mark the rows and write their notices, or neither; tell whether the lease still held all of them."""
    held = Reminder.objects.leased_by(lease).filter(pk__in=[row.pk for row in rows])
    with transaction.atomic():
        if finish(held, State.SENT, now) != len(rows):
            transaction.set_rollback(True)
            return False
        Notice.objects.bulk_create((_notice(row, now) for row in rows), ignore_conflicts=True)
    return True


def _notice(row: Reminder, now: datetime) -> Notice:
    return Notice(user=row.user, kind=row.kind, subject=row.subject, occurrence=row.occurrence, created_at=now)
