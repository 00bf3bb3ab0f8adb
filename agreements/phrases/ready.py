"""What one can say with one tap, and what one may answer first. It stands in `phrases.yaml` and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agreements.kinds.spoken import entries, spoken
from agreements.kinds.triggers import in_order

# Stands in an answer that names a time.
TIME = "%(time)s"
SAY, ANSWER = "say", "answer"
_OR = re.compile(r"\s*[/／]\s*")


@dataclass(frozen=True)
class ReadyPhrase:
    """One of them, in the reader's language."""

    name: str
    texts: Mapping[str, Mapping[str, str]]

    @property
    def words(self) -> str:
        """Return what it says."""
        return spoken(self.texts)[SAY]

    @property
    def answers(self) -> Sequence[str]:
        """Return what one may answer, the first of which is the usual one."""
        return _OR.split(spoken(self.texts)[ANSWER])


@cache
def all_phrases() -> Sequence[ReadyPhrase]:
    """Return all there are, in the order in which they are offered."""
    return tuple(read(Path(__file__).with_name("phrases.yaml").read_text("utf-8")))


def phrase_named(name: str) -> ReadyPhrase | None:
    """Return the phrase; None for one that is no more, or never was."""
    return next((phrase for phrase in all_phrases() if phrase.name == name), None)


def read(text: str) -> Iterator[ReadyPhrase]:
    """Read them. Raises TypeError for an entry with a key too many or too few, ValueError for a wrong value."""
    return (_phrase(**entry) for entry in entries(text, "phrases"))


def _phrase(*, id: str, triggers: list[str], en: dict[str, str], zh: dict[str, str]) -> ReadyPhrase:
    if {trigger.name for trigger in in_order(triggers)} != set(triggers):
        raise ValueError(f"{id}: there is no such trigger.")
    if not en.keys() == zh.keys() == {SAY, ANSWER}:
        raise ValueError(f"{id}: both languages need what is said, and an answer.")
    if not all(isinstance(said, str) and said.strip() for said in (id, *en.values(), *zh.values())):
        raise ValueError(f"{id}: a text is missing, or is none.")
    return ReadyPhrase(id, {"en": en, "zh": zh})
