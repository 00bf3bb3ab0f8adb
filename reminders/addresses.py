"""E-mail addresses of people who may have no account, and their right not to be written to."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from reminders.models import BlockedAddress

# Servers that deliver a.b@ and ab@ into one mailbox.
DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})


def address_key(address: str) -> str:
    """Return a keyed hash that finds an address again without storing it."""
    return salted_hmac("reminders.address", address.strip().lower(), algorithm="sha256").hexdigest()


def mailbox_key(address: str) -> str:
    """Return a keyed hash of the mailbox behind an address: one person is not written to again by way of a "+tag".

    Only for what we send. Whether two people are the same is for `address_key`: not every server reads tags so.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    name = name.partition("+")[0] or name
    if domain in DOTS_DO_NOT_COUNT:
        name = name.replace(".", "")
    return address_key(f"{name}{at}{domain}")


def block(address_key_value: str, now: datetime) -> None:
    """Never send an invitation to this address again. Repeating it changes nothing."""
    BlockedAddress.objects.get_or_create(key=address_key_value, defaults={"blocked_at": now})
