"""The labelled parts of a letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """One labelled part of a letter."""

    name: str
    label: str
    text: str
    # Whether a person wrote it (set in serif) or the service says it (set in sans).
    is_words: bool
