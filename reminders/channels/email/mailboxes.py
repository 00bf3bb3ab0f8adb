"""How addresses take our mail: after three refusals for good an address is set aside, and its owner told in-app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from reminders.addresses import address_key, address_keys, found_among
from reminders.kinds import Line, ReminderKind, whole_line
from reminders.models import ChannelName, Mailbox, Notice, Reminder
from reminders.notices.verbs import tell

MOST_REFUSALS = 3


class MailboxSetAside(ReminderKind):
    """The line that tells it. It has no rows of its own."""

    name = "mailbox_set_aside"
    channels = (ChannelName.IN_APP,)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say it, and where to enter another address, while the person's address is one that is set aside."""
        text = _("Your mailbox does not take our mails, so we stopped sending them. You can enter another address.")
        closed = _people_set_aside({notice.user_id for notice in notices})
        return {notice.pk: whole_line(text, reverse("account_email")) for notice in notices if notice.user_id in closed}


def _people_set_aside(people: set[int]) -> set[int]:
    owners = get_user_model()._default_manager.filter(pk__in=people).values_list("pk", "email")
    keys = {person: address_keys(address) for person, address in owners}
    return _set_aside(keys)


def address_of(reminder: Reminder) -> str:
    """Return the address that a mail goes to."""
    return reminder.address or (reminder.user.email if reminder.user else "")


def note_refusal(address: str, now: datetime) -> None:
    """Count a refusal for good; at the third the address is set aside and its owner told, once."""
    box = Mailbox.objects.filter(pk=address_key(address))
    Mailbox.objects.get_or_create(pk=address_key(address))
    with transaction.atomic():
        box.update(failures=F("failures") + 1)
        if box.filter(failures__gte=MOST_REFUSALS, set_aside_at__isnull=True).update(set_aside_at=now):
            owners = get_user_model()._default_manager.filter(email__iexact=address)
            tell([owner.pk for owner in owners], MailboxSetAside.name, "mailbox", f"{now:%Y-%m-%dT%H:%M:%S}", now)


def note_deliveries(addresses: Iterable[str]) -> None:
    """Forget earlier refusals of addresses that took a mail."""
    Mailbox.objects.filter(pk__in={key for address in addresses for key in address_keys(address)}).delete()


def set_aside(rows: Sequence[Reminder]) -> set[Any]:
    """Return the primary keys of the mails whose address is set aside. One query a batch."""
    keys = {row.pk: address_keys(address_of(row)) for row in rows}
    return _set_aside(keys)


def _set_aside(keys: Mapping[Any, set[str]]) -> set[Any]:
    return found_among(Mailbox.objects.filter(set_aside_at__isnull=False), keys)
