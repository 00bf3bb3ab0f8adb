"""Terms: words (encrypted at rest) and settings (plain: minutes, zone, local time) of one version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Terms:
    """What a version says."""

    words: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Return all of it in one mapping, as forms and letters read it."""
        return {**self.words, **self.settings}

    def replaced(self, other: Terms) -> Terms:
        """Return these terms with what `other` names put in its place."""
        return Terms({**self.words, **other.words}, {**self.settings, **other.settings})
