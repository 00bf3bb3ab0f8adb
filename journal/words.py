"""Words for what one feels and what one needs. They stand in `words.yaml` and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agreements.kinds.spoken import entries, spoken

WORDS = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Word:
    """One word for a feeling or a need, or a line for oneself."""

    name: str
    texts: Mapping[str, str]
    # Of a feeling that can be too heavy to be alone with: a quiet line leads to help.
    is_heavy: bool = False

    @property
    def label(self) -> str:
        """Return the word in the reader's language."""
        return spoken(self.texts)


@dataclass(frozen=True)
class Family:
    """Six words for feelings that are near to each other."""

    name: str
    texts: Mapping[str, str]
    words: Sequence[Word]

    @property
    def label(self) -> str:
        """Return what the six are called, in the reader's language."""
        return spoken(self.texts)


@cache
def families() -> Sequence[Family]:
    """Return the six families, in the order in which they are offered."""
    return tuple(read_families(WORDS.read_text("utf-8")))


@cache
def needs() -> Sequence[Word]:
    """Return the words for needs, in the order in which they are offered."""
    return tuple(_word(**entry) for entry in entries(WORDS.read_text("utf-8"), "needs"))


@cache
def suggestions() -> Mapping[str, Word]:
    """Return the lines that one can take for oneself, by name, in the order in which they are offered."""
    words = (_word(**entry) for entry in entries(WORDS.read_text("utf-8"), "suggestions"))
    return {word.name: word for word in words}


@cache
def emotions() -> Mapping[str, Word]:
    """Return all words for feelings by name, in the order in which they are offered."""
    return {word.name: word for family in families() for word in family.words}


@cache
def _family_names() -> Mapping[str, str]:
    return {word.name: family.name for family in families() for word in family.words}


def family_of(emotion: str) -> str:
    """Return the name of the family of a feeling; empty for a word that is no more."""
    return _family_names().get(emotion, "")


def emotion_labels(names: Collection[str]) -> Sequence[str]:
    """Return what pages call these feelings, in the order of `names`; one that is no more is left out."""
    return [emotions()[name].label for name in names if name in emotions()]


def need_labels(names: Collection[str]) -> Sequence[str]:
    """Return what pages call these needs, in the order of `names`; one that is no more is left out."""
    labels = {word.name: word.label for word in needs()}
    return [labels[name] for name in names if name in labels]


def read_families(text: str) -> Iterator[Family]:
    """Read them. Raises TypeError for an entry with a key too many or too few, ValueError for one without a text."""
    return (_family(**entry) for entry in entries(text, "emotions"))


def _family(*, family: str, en: str, zh: str, words: Sequence[Mapping[str, Any]]) -> Family:
    return Family(family, _texts(family, en, zh), tuple(_word(**word) for word in words))


def _word(*, id: str, en: str, zh: str, help: bool = False) -> Word:
    return Word(id, _texts(id, en, zh), help)


def _texts(name: str, en: str, zh: str) -> Mapping[str, str]:
    if not all(isinstance(said, str) and said.strip() for said in (name, en, zh)):
        raise ValueError(f"{name}: a text is missing, or is none.")
    return {"en": en, "zh": zh}
