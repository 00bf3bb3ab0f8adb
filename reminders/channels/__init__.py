"""One small class per channel. A new channel is one file here and one line below."""

from reminders.channels.base import Channel
from reminders.channels.email import EmailChannel
from reminders.channels.in_app import InAppChannel

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (EmailChannel(), InAppChannel())}
