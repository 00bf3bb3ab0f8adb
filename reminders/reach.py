"""Whether a person may be written to at all."""

from __future__ import annotations

from collections.abc import Sequence

from reminders.channels import CHANNELS
from reminders.kinds import ReminderKind
from reminders.models import BlockedAddress, ChannelName, Preferences, Reminder
from reminders.preferences import who_does_not_want


def may_reach(kind: ReminderKind, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Return the rows of one channel whose recipient may be reached this way. At most three queries a batch.

    What a person switched off stays off, also for rows made before. A mailbox that others read gets account mails
    alone. A blocked address gets no mail from strangers.
    """
    active = [row for row in reminders if row.user is None or row.user.is_active]
    if kind.is_account_mail or not active or active[0].channel == ChannelName.IN_APP:
        return active
    people = {row.user_id for row in active if row.user_id}
    closed = _closed(kind, active[0].channel, people)
    blocked = _blocked(active)
    return [row for row in active if row.user_id not in closed and row.recipient not in blocked]


def _closed(kind: ReminderKind, channel: str, people: set[int]) -> set[int]:
    unwilling = who_does_not_want(kind, channel, people)
    if channel == ChannelName.EMAIL:
        return unwilling | _closed_mailboxes(people)
    return unwilling | (people - CHANNELS[channel].reachable(people))


def _closed_mailboxes(people: set[int]) -> set[int]:
    preferences = Preferences.objects.filter(pk__in=people)
    return {chosen.pk for chosen in preferences if chosen.mailbox_is_shared or not chosen.mail_enabled}


def _blocked(rows: Sequence[Reminder]) -> set[str]:
    keys = {row.recipient.removeprefix("address:") for row in rows if row.user_id is None}
    if not keys:
        return set()
    return {f"address:{key}" for key in BlockedAddress.objects.filter(pk__in=keys).values_list("pk", flat=True)}
