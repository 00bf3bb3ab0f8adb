"""Terms: words (encrypted at rest) and settings (plain: minutes, zone, local time) of one version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

# A setting that every kind has: until which day it is tried, an ISO date; empty where it holds until it is ended.
TRIAL_UNTIL = "trial_until"
# The other one: what it is about, at most three names of what sets one off.
TRIGGERS = "triggers"
# Whether that is the day of a talk. No form asks for it: a version knows it from the talks that are agreed on.
UNTIL_TALK = "until_talk"
# The field for what one tells oneself meanwhile, where a kind has one: nobody else's, and no part of the terms.
COPING_LINE = "coping_line"
# Among the words of a letter that was sent together with another one: what that is about. It belongs to that letter,
# so no later words have it.
SWAPPED_FOR = "swapped_for"


@dataclass(frozen=True)
class Terms:
    """What a version says."""

    words: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Return all of it in one mapping, as forms and letters read it."""
        return {**self.words, **self.settings}

    def only(self, names: Collection[str]) -> Terms:
        """Return what these fields say."""
        return Terms(
            {name: value for name, value in self.words.items() if name in names},
            {name: value for name, value in self.settings.items() if name in names},
        )

    def says_the_same_as(self, other: Terms) -> bool:
        """Compare what is said: an empty value says as much as a field that an older version does not have."""
        return _said(self.values) == _said(other.values)

    def replaced(self, other: Terms) -> Terms:
        """Return these terms with what `other` names put in its place."""
        words = {name: said for name, said in self.words.items() if name != SWAPPED_FOR}
        return Terms({**words, **other.words}, {**self.settings, **other.settings})


_NOT_SAID = (UNTIL_TALK, SWAPPED_FOR)


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, []) and name not in _NOT_SAID}


# A sentence of ours ends by itself.
ENDS = ".。 "
# Inside our own quotation marks a person's are single ones: “even ‘later’”.
_INNER_QUOTES = str.maketrans("“”", "‘’")


def in_our_quotes(words: str) -> str:
    """Return a person's words as they stand in one line, inside quotation marks of ours."""
    return in_one_line(words).translate(_INNER_QUOTES)


def in_one_line(words: str) -> str:
    """Return a person's words, wherever they broke the line, as they stand inside a sentence of ours."""
    return " ".join(words.split())
