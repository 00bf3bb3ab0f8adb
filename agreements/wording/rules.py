"""Where a text asks for more than anybody can keep, or for what nobody should ask: found by patterns, not by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words.yaml")
RULES = ABSOLUTES, CONTROLLING = "absolutes", "controlling"
LANGUAGES = ENGLISH, CHINESE = "en", "zh"
# Sets name sets that name sets; no deeper.
DEEPEST = 4
_NAMED = re.compile(r"<([a-z_]+)>(?!\?)")
# What somebody else is quoted with is no demand of the writer's.
_QUOTED = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"|‘[^’\n]*’|「[^」\n]*」|『[^』\n]*』|«[^»\n]*»")
# Longer than any that people write it is looked through in parts: a pattern's time grows with the square of it.
_SENTENCE = re.compile(r"[^\s.!?;。！？；•*·–—-][^.!?;。！？；\n]{0,399}[.!?;。！？；]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOTHING = "\u25a1"


@dataclass(frozen=True)
class Found:
    """A sentence as it was written, and from where to where a rule found something in it."""

    rule: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True)
class Patterns:
    """What finds something, and what lets its sentence be all the same."""

    flag: Sequence[re.Pattern[str]]
    unless: Sequence[re.Pattern[str]]

    def search(self, sentence: str) -> re.Match[str] | None:
        """Return what the first pattern finds, if nothing lets the sentence be."""
        found = next(filter(None, (pattern.search(sentence) for pattern in self.flag)), None)
        return None if found and any(pattern.search(sentence) for pattern in self.unless) else found


def first_found(text: str, rules: Sequence[str]) -> Found | None:
    """Return the first thing that one of the rules finds, looked for in their order; None where all is well."""
    return next((found for rule in rules for found in _all_found(text, rule)), None)


def _all_found(text: str, rule: str) -> Iterator[Found]:
    for place in _SENTENCE.finditer(_without_quotes(text)):
        if hit := patterns_of(rule, _language(place[0])).search(place[0].rstrip()):
            yield Found(rule, text[place.start() : place.end()].rstrip(), *hit.span())


def _without_quotes(text: str) -> str:
    """Return text of the same length, so that a place in it is one in the text: plain spaces, plain apostrophes."""
    emptied = _QUOTED.sub(lambda quoted: _NOTHING * len(quoted[0]), text)
    return re.sub(r"[^\S\n]", " ", emptied).replace("’", "'")


def _language(sentence: str) -> str:
    return CHINESE if _HAN.search(sentence) else ENGLISH


@cache
def patterns_of(rule: str, language: str) -> Patterns:
    """Return a rule's patterns in one language, compiled when they are first needed: that takes a moment."""
    sets, said = _content()["sets"][language], _content()[rule][language]
    return Patterns(_compiled(said["flag"], sets), _compiled(said["unless"], sets))


@cache
def _content() -> Mapping[str, Any]:
    import yaml  # with the first text that is checked: a start need not wait for it

    content: Mapping[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return content


def _compiled(lines: str, sets: Mapping[str, str]) -> Sequence[re.Pattern[str]]:
    return [re.compile(_spelt_out(line, sets), re.IGNORECASE) for line in lines.splitlines()]


def _spelt_out(pattern: str, sets: Mapping[str, str]) -> str:
    """Return a pattern with each set that it names in its place. Raises KeyError for one that there is not."""
    for _depth in range(DEEPEST):
        pattern = _NAMED.sub(lambda name: sets[name[1]], pattern)
    return pattern
