"""The four beginnings that one goes on from. They stand in `beginnings.yaml` and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agreements.kinds.spoken import entries, spoken

FILE = Path(__file__).with_name("beginnings.yaml")


@dataclass(frozen=True)
class Beginning:
    """The beginning of a sentence, and how others might go on."""

    name: str
    texts: Mapping[str, str]
    example_texts: Sequence[Mapping[str, str]]

    @property
    def label(self) -> str:
        """Return it in the reader's language."""
        return spoken(self.texts)

    @property
    def examples(self) -> Sequence[str]:
        """Return the examples to tap, in the reader's language."""
        return [spoken(texts) for texts in self.example_texts]


@cache
def beginnings() -> Mapping[str, Beginning]:
    """Return the four by name, in the order in which they are offered."""
    found = (_beginning(**entry) for entry in entries(FILE.read_text("utf-8"), "beginnings"))
    return {beginning.name: beginning for beginning in found}


def _beginning(*, id: str, en: str, zh: str, examples: Sequence[Mapping[str, str]]) -> Beginning:
    return Beginning(id, {"en": en, "zh": zh}, tuple(examples))
