"""An operator's hold on a channel: its rows wait, and are sent or found too late after the release."""

from __future__ import annotations

from datetime import datetime

from reminders.channels import CHANNELS
from reminders.models import SendingHold


def hold_channel(name: str, now: datetime) -> bool:
    """Hold a channel; tell whether it was not held before."""
    return SendingHold.objects.get_or_create(pk=name, defaults={"held_at": now})[1]


def release_channel(name: str) -> bool:
    """Release a channel; tell whether it was held."""
    return bool(SendingHold.objects.filter(pk=name).delete()[0])


def open_channels() -> list[str]:
    """Return the channels that send just now."""
    held = set(SendingHold.objects.values_list("pk", flat=True))
    return [name for name, channel in CHANNELS.items() if channel.is_open() and name not in held]
