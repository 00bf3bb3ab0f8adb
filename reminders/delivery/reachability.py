"""Whether a person may be written to at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reminders.addresses import found_among, keys_of_a_no
from reminders.channels.email.mailboxes import set_aside
from reminders.kinds import ReminderKind
from reminders.models import BlockedAddress, ChannelName, Preferences, Reminder, WhoSees
from reminders.preferences import wanted_by_recipient


def may_reach(kind: ReminderKind, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Return the rows of one channel whose recipient may be reached this way. At most five queries a batch.

    What a person switched off stays off. Who wants no mails gets account mails alone. A blocked address gets
    no mail from strangers. An address that refuses our mails gets account mails alone, too: somebody asked for each
    of them just now, and one that is taken brings the address back.
    """
    active = wanted_by_recipient(kind, [row for row in reminders if row.user is None or _is_here(row.user)])
    if kind.is_account_mail or not active or active[0].channel != ChannelName.EMAIL:
        return active
    closed, blocked, refusing = _closed_mailboxes(active), _blocked(active), set_aside(active)
    return [row for row in active if row.user_id not in closed and row.pk not in blocked and row.pk not in refusing]


def _is_here(person: Any) -> bool:
    """Tell whether anything is told to this person: nothing while their account waits to be erased."""
    return person.is_active and person.erases_at is None


def _closed_mailboxes(rows: Sequence[Reminder]) -> set[int]:
    people = {row.user_id for row in rows if row.user_id}
    closed = Preferences.objects.filter(pk__in=people, who_sees_mailbox=WhoSees.NO_MAILS)
    return set(closed.values_list("pk", flat=True))


def _blocked(rows: Sequence[Reminder]) -> set[int]:
    """Return the rows to an address whose owner said "never again", by whatever spelling it was written to then."""
    keys = {row.pk: keys_of_a_no(row.address) for row in rows if row.user_id is None}
    return found_among(BlockedAddress.objects.all(), keys)
