"""The channels by name, registered like kinds in `AppConfig.ready()`. docs/channels.md makes one from start to end."""

from __future__ import annotations

from reminders.channels.base import Channel

CHANNELS: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Make a channel known."""
    CHANNELS[channel.name] = channel
