"""What operators are told by `manage.py check`: numbers for help grow old."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.utils import timezone

from pages.help.lines import FRESH_FOR, outdated


def lines_are_fresh(**_options: Any) -> list[CheckMessage]:
    """Warn of numbers that nobody has looked up for long."""
    old = outdated(timezone.now().date())
    if not old:
        return []
    said = (
        f"The help page shows numbers that were last looked up {FRESH_FOR.days} days ago or longer: {', '.join(old)}."
    )
    hint = "Look them up at their `source`, correct pages/help/lines.yaml, and put in the day; or take a newer version."
    return [Warning(said, hint=hint, id="pages.W001")]
