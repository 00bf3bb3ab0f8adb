"""One small class per channel. A new channel is one new file in this folder: whatever stands here is found.

docs/channels.md makes one from start to end.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from reminders.channels.base import Channel


def _found() -> dict[str, Channel]:
    """Return one object of each channel class in this folder, by name."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return {channel.name: channel() for channel in Channel.__subclasses__()}


CHANNELS: dict[str, Channel] = _found()
