"""What operators are told by `manage.py check`: nobody is named whom people may ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def somebody_may_be_asked(**_options: Any) -> list[CheckMessage]:
    """Warn while the privacy page of a site that others reach names no contact."""
    if settings.CONTACT or not settings.HTTPS:
        return []
    said = "The privacy and the safety page name nobody whom people may ask."
    return [Warning(said, hint="Set CONTACT to a mail address or an address with https://.", id="pages.W002")]
