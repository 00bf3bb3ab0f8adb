"""Which templates some words find, and which of them first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from agreements.kinds.spoken import spoken
from agreements.kinds.starters import TITLE, Starter
from agreements.kinds.triggers import all_triggers

# What a template is about says more of it than how it is called, and that more than all it says.
ABOUT, CALLED, SAYS = range(3)
# A word of these scripts begins where another letter ends; in the others nothing parts two words.
_SPACED = re.compile(r"[a-z0-9]+")
LONGEST_STEM = 3

# Where words are found, and which one of several it is there.
_Place = tuple[int, int]


def found(words: str, starters: Iterable[Starter]) -> Sequence[Starter]:
    """Return those in which every word stands, in the reader's language.

    First what is about them above all else, then what is called so, then what says so; the lighter ones first.
    """
    asked = _words(words)
    ranked = [(_rank(asked, starter), starter) for starter in starters] if asked else []
    hits = [(rank, starter) for rank, starter in ranked if rank]
    return [starter for _rank_of_it, starter in sorted(hits, key=lambda hit: hit[0])]


def _rank(asked: Sequence[str], starter: Starter) -> tuple[int, int, int] | None:
    places = [_place(word, starter) for word in asked]
    there = [place for place in places if place]
    if len(there) < len(places):
        return None
    return sum(place for place, _number in there), sum(number for _place, number in there), starter.intensity


def _place(word: str, starter: Starter) -> _Place | None:
    said = spoken(starter.texts)
    about = {trigger.name: trigger.label for trigger in all_triggers()}
    for number, name in enumerate(starter.triggers):
        if _stands_in(word, about[name]):
            return ABOUT, number
    if _stands_in(word, said[TITLE]):
        return CALLED, 0
    return (SAYS, 0) if any(_stands_in(word, text) for text in said.values()) else None


def _stands_in(word: str, text: str) -> bool:
    """Tell whether a word of the text begins so: what finds “phone” finds “phones”, and the other way round."""
    if not _SPACED.fullmatch(word):
        return word in _plain(text)
    stem = word.removesuffix("s") if len(word) > LONGEST_STEM else word
    return re.search(rf"(?<![a-z0-9]){stem}", _plain(text)) is not None


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", _plain(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
