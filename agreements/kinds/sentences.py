"""The sentences of a letter: words of ours, and inside them what the two have set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from django.utils.translation import pgettext

_FIELD = re.compile(r"%\((\w+)\)s")
# What a sentence of ours may go on or end with after a person's words, and what these may end with themselves.
_GOES_ON, _ENDS = ",，;；、", ".。!！?？…"
_FULL_STOPS = ".。"
# Stands where something is still to be written.
MISSING = "…"


@dataclass(frozen=True)
class Passage:
    """What one field says."""

    name: str
    text: str
    # Whether a person wrote it, in a script that may run the other way, or the service says it for them.
    is_words: bool


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: what a field says, or words of ours."""

    text: str
    # The field's; empty for words of ours.
    name: str = ""
    is_words: bool = False

    @property
    def is_set_apart(self) -> bool:
        """Tell whether it has lines of its own: they would tear the sentence around them."""
        return self.is_words and "\n" in self.text


@dataclass(frozen=True)
class Sentence:
    """One sentence; its passages stand where the text names them. What says nothing is no sentence of the letter."""

    text: str
    passages: Sequence[Passage]
    # Whether it goes on with what the one before it says, in the same paragraph.
    goes_on: bool = False

    @property
    def name(self) -> str:
        """Return what tells it from the others of its letter."""
        return self.passages[0].name

    @property
    def says_something(self) -> bool:
        """Tell whether any of its fields was filled."""
        return any(passage.text for passage in self.passages)

    @property
    def said(self) -> dict[str, str]:
        """Return what each field says."""
        return {passage.name: passage.text for passage in self.passages}

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        """Return it in order."""
        return [piece for piece in _joined(list(self._in_order())) if piece.text]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def _in_order(self) -> Iterator[Piece]:
        said = {passage.name: passage for passage in self.passages}
        for number, part in enumerate(_FIELD.split(self.text)):
            yield _piece(said[part]) if number % 2 else Piece(part)


def _piece(passage: Passage) -> Piece:
    return Piece(passage.text or MISSING, passage.name, passage.is_words)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Let no two marks meet where a person's words end like a sentence, or stand on lines of their own."""
    for at, (words, ours) in enumerate(pairwise(pieces)):
        if words.name and ours.text:
            pieces[at], pieces[at + 1] = _met(words, ours)
    return pieces


def _met(words: Piece, ours: Piece) -> tuple[Piece, Piece]:
    mark, last = ours.text[0], words.text.rstrip()[-1:]
    if words.is_set_apart:
        return words, replace(ours, text=ours.text.lstrip(_GOES_ON + _ENDS))
    if mark in _GOES_ON and last in _FULL_STOPS + _GOES_ON:
        return replace(words, text=words.text.rstrip()[:-1]), ours
    if last and last in _ENDS and mark in _ENDS + _GOES_ON:
        rest = ours.text[1:]
        needs_room = rest and not rest[0].isspace() and _is_narrow(last)
        return words, replace(ours, text=f" {rest}" if needs_room else rest)
    return words, ours


def _is_narrow(mark: str) -> bool:
    """Tell whether a mark has no room of its own, as those of Chinese have."""
    return unicodedata.east_asian_width(mark) == "Na"


def paragraphs(sentences: Sequence[Sentence]) -> Sequence[Sequence[Piece]]:
    """Return what they say as paragraphs of a letter."""
    found: list[list[Piece]] = []
    for sentence in sentences:
        if sentence.goes_on and found:
            found[-1] += [Piece(_between(found[-1][-1].text)), *sentence.pieces]
        else:
            found.append([*sentence.pieces])
    return found


def _between(before: str) -> str:
    """Return what parts two sentences: a Chinese full stop has room of its own, that of English words none."""
    return " " if _is_narrow(before[-1]) else pgettext("two sentences", "%(one)s %(other)s") % {"one": "", "other": ""}


@dataclass(frozen=True)
class Coming:
    """One time that terms put ahead."""

    at: datetime
    # On the agreed clock; and on the reader's own, empty where it shows the same. Never on the other's.
    agreed: str
    here: str


def as_text(letter: Iterable[Iterable[Piece]]) -> str:
    """Return the paragraphs of a letter as plain text."""
    return "\n\n".join("".join(piece.text for piece in pieces) for pieces in letter)
