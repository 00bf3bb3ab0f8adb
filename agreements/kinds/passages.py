"""The labelled parts of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Passage:
    """One labelled part of a letter."""

    name: str
    label: str
    text: str
    # Whether a person wrote it (set in serif) or the service says it (set in sans).
    is_words: bool


@dataclass(frozen=True)
class Coming:
    """One time that terms put ahead."""

    at: datetime
    # On the agreed clock; and on the reader's own, empty where it shows the same. Never on the other's.
    agreed: str
    here: str
