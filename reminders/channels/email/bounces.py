"""Bounces that come back by mail: a closed return address for each mail (VERP), and reports as of RFC 3464.

A server that takes a mail and finds out later that it cannot deliver it writes to the mail's return address.
With BOUNCE_ADDRESS set (bounces@example.org, a mailbox that takes bounces+anything@example.org as well), each
mail's return address names its row to this service alone, so that nobody can have somebody else's address set aside.
`manage.py read_bounces` reads what came back.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from django.conf import settings

from basics.tokens import NotClosedHere, close_for_mail, open_from_mail
from reminders.addresses import address_key
from reminders.channels.email.mailboxes import address_of, note_refusal
from reminders.models import Reminder, State

_TOKEN = re.compile(r"\+b([a-z2-7]{45})@", re.IGNORECASE)
_PURPOSE = "reminders.bounce"
_MARK_BYTES = 4
# Where relays write down whom a bounce was sent to; `To` is the last resort.
_RETURN_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


@dataclass(frozen=True)
class Report:
    """What a report says: which mail, and whether it failed for good."""

    reminder_pk: int
    address_mark: str
    status: str

    @property
    def is_final(self) -> bool:
        """Tell whether trying again cannot help (RFC 3463: class 5)."""
        return self.status.startswith("5")


def envelope_sender(reminder: Reminder) -> str:
    """Return the address that a mail's bounces go to."""
    box: str = settings.BOUNCE_ADDRESS
    if not box:
        return settings.DEFAULT_FROM_EMAIL
    local, _at, domain = box.rpartition("@")
    # Closed: row numbers count over all people, so gaps would tell how much others get.
    named = reminder.pk.to_bytes(8) + bytes.fromhex(_address_mark(reminder))
    return f"{local}+b{close_for_mail(_PURPOSE, named)}@{domain}"


def _address_mark(reminder: Reminder) -> str:
    """A person who has changed their address since must not pay for the old one."""
    return address_key(address_of(reminder))[: 2 * _MARK_BYTES]


def read_report(message: Message) -> Report | None:
    """Return what a mail reports about one of ours; None for any other mail, or one that only speaks of a delay."""
    token = _find_token(message)
    status = next((status for status in _failed_statuses(message)), "")
    if token is None or not status:
        return None
    return Report(token[0], token[1], status)


def _find_token(message: Message) -> tuple[int, str] | None:
    headers = [str(value) for name in _RETURN_HEADERS for value in message.get_all(name, [])]
    for _name, address in email.utils.getaddresses(headers):
        found = _TOKEN.search(address)
        with suppress(NotClosedHere):
            if found:
                named = open_from_mail(_PURPOSE, found[1])
                return int.from_bytes(named[:-_MARK_BYTES]), named[-_MARK_BYTES:].hex()
    return None


def _failed_statuses(message: Message) -> Iterator[str]:
    """Yield the status of each recipient that the report calls failed (RFC 3464, 2.3.3 and 2.3.4)."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if part.is_multipart() else ():
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                yield str(block.get("Status", "")).strip()


def note_bounce(report: Report, now: datetime) -> bool:
    """Count a final bounce against its address, once a mail; tell whether this call did."""
    row = Reminder.objects.filter(pk=report.reminder_pk, state=State.SENT, error="")
    reminder = row.select_related("user").first()
    if not report.is_final or reminder is None or _address_mark(reminder) != report.address_mark:
        return False
    if not row.update(error=f"bounced {report.status}"[:200]):
        return False
    note_refusal(address_of(reminder), now)
    return True
