"""E-mail addresses of people who may have no account, and their right not to be written to."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from reminders.models import BlockedAddress


def address_key(address: str) -> str:
    """Return a keyed hash that finds an address again without storing it."""
    return salted_hmac("reminders.address", address.strip().lower(), algorithm="sha256").hexdigest()


def block(address_key_value: str, now: datetime) -> None:
    """Never send an invitation to this address again. Repeating it changes nothing."""
    BlockedAddress.objects.get_or_create(key=address_key_value, defaults={"blocked_at": now})
