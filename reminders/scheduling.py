"""Making and withdrawing rows. The web only ever does this; it never talks to the broker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from reminders.addresses import mailbox_key, mailbox_keys
from reminders.fast import announce
from reminders.kinds import ReminderKind
from reminders.models import ChannelName, Reminder
from reminders.notices.verbs import forget_notices
from reminders.preferences import rows_wanted
from reminders.states import take_back


def schedule(
    kind: ReminderKind,
    subject: str,
    *,
    occurrence: str,
    people: Iterable[int],
    due_at: datetime,
    expires_at: datetime | None = None,
    not_by: str = "",
) -> None:
    """Insert one row per person (by id) and way to reach them, due at `due_at` (UTC); one that exists stays.

    `not_by` is a channel that is left out.
    """
    Reminder.objects.bulk_create(
        (
            row_for(user_id, channel, kind, subject, occurrence=occurrence, due_at=due_at, expires_at=expires_at)
            for user_id, channel in rows_wanted(kind, people)
            if channel != not_by
        ),
        ignore_conflicts=True,
    )
    announce(due_at)


def row_for(
    user_id: int,
    channel: str,
    kind: ReminderKind,
    subject: str,
    *,
    occurrence: str,
    due_at: datetime,
    expires_at: datetime | None = None,
) -> Reminder:
    """Return a row for one person and channel, not yet inserted."""
    return Reminder(
        kind=kind.name,
        subject=subject,
        occurrence=occurrence,
        recipient=f"user:{user_id}",
        user_id=user_id,
        channel=channel,
        due_at=due_at,
        expires_at=expires_at or due_at + kind.useful_for,
    )


def schedule_for_address(
    kind: ReminderKind,
    subject: str,
    occurrence: str,
    address: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    expires_at: datetime | None = None,
) -> None:
    """Insert one mail to an address whose owner may have no account; a row that exists is left as it is."""
    recipient = f"address:{mailbox_key(address)}"
    before = [f"address:{key}" for key in mailbox_keys(address)]
    same = Reminder.objects.about(subject).filter(kind=kind.name, occurrence=occurrence, channel=ChannelName.EMAIL)
    # The constraint knows one spelling; a mail from before addresses were made plain may stand under another.
    if len(before) > 1 and same.filter(recipient__in=before).exists():
        return
    Reminder.objects.bulk_create(
        [
            Reminder(
                kind=kind.name,
                subject=subject,
                occurrence=occurrence,
                recipient=recipient,
                address=address,
                payload=payload,
                channel=ChannelName.EMAIL,
                due_at=due_at,
                expires_at=expires_at or due_at + kind.useful_for,
            )
        ],
        ignore_conflicts=True,
    )
    announce(due_at)


def withdraw(subject: str, now: datetime) -> int:
    """Take back everything about `subject` that waits; return how many rows.

    A row that a worker holds is taken back too: the worker marks by its lease, asks the kind right
    before it sends, and finds the subject closed.
    """
    return take_back(Reminder.objects.about(subject), now)


def forget(subject: str) -> int:
    """Delete every row about `subject`, which is not to have been; return how many. A worker's mark finds none."""
    return Reminder.objects.about(subject).delete()[0]


def untell(subject: str, people: Iterable[int]) -> None:
    """Leave no row that tells of `subject`, sent or not. `people` are those who may have been told."""
    forget(subject)
    forget_notices(subject, people)
