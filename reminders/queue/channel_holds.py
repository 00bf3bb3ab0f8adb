"""An operator's hold on a channel: its rows wait, and are sent or found too late after the release."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from reminders.channels import CHANNELS
from reminders.models import SendingHold


def hold_channel(name: str, now: datetime) -> bool:
    """Hold a channel; tell whether it was not held before."""
    return SendingHold.objects.get_or_create(pk=name, defaults={"held_at": now})[1]


def release_channel(name: str) -> bool:
    """Release a channel; tell whether it was held."""
    return bool(SendingHold.objects.filter(pk=name).delete()[0])


def held_channels() -> Mapping[str, datetime]:
    """Return the channels that are held, each with since when."""
    return dict(SendingHold.objects.values_list("pk", "held_at"))


def open_channels() -> list[str]:
    """Return the channels that send just now."""
    held = held_channels()
    return [name for name, channel in CHANNELS.items() if channel.is_open() and name not in held]
