"""Names: one line of visible text. A partner's name stands in subjects of mails and in the letters of both."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from basics.typed import CountedField, is_blank, shows_something

LONGEST_NAME = 80
# Cc: controls, line breaks among them, which no mail header takes; Zl, Zp: Unicode's own line breaks.
_BREAKING = {"Cc", "Zl", "Zp"}
# They turn around the text that follows them, beyond the name: other words would seem to stand there.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What one sees as one character: a letter with its accents, a family of emoji, a flag.
_SEEN = regex.compile(r"\X")
# Written without spaces, the family name first: the last character tells two people apart.
_FAMILY_FIRST = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


def validate_name(name: str) -> None:
    """Raise ValidationError for what is not one line of visible text."""
    if not shows_something(name) or any(unicodedata.category(each) in _BREAKING or each in _TURNING for each in name):
        raise ValidationError(_("A name is one line of letters. Please write it anew."), code="name")


def look_the_same(one: str, other: str) -> bool:
    """Compare names as people see them: width, case, spaces and what shows nothing make no difference."""
    return _as_seen(one) == _as_seen(other)


def _as_seen(name: str) -> str:
    """Return what of a name can be seen, in one spelling.

    What shows nothing goes first, since it keeps a letter and its accent from becoming one, and once more for what
    only becomes it. Lower letters may come apart from their accents again.
    """
    plain = _what_shows(unicodedata.normalize("NFKC", _what_shows(name)))
    return unicodedata.normalize("NFKC", plain.casefold())


def _what_shows(name: str) -> str:
    return "".join(each for each in name if unicodedata.category(each)[0] not in "CZ" and not is_blank(each))


def someone() -> str:
    """Return what stands where there was the name of somebody who has erased their account."""
    return gettext("Someone")


def initials_of(name: str) -> str:
    """Return one or two letters that tell one name from another: AB for Ada Berg, 博 for 小博.

    What stands where there is no name has none: a letter of it would look like somebody's.
    """
    words = [seen for word in name.split() if (seen := _characters(word))]
    if not words or name == someone():
        return "·"
    if len(words) == 1:
        return words[0][-1] if _FAMILY_FIRST.match(words[0][0]) else _large(words[0][0])
    return _large(words[0][0]) + _large(words[-1][0])


def _characters(word: str) -> list[str]:
    return [each for each in _SEEN.findall(word) if shows_something(each)]


def _large(character: str) -> str:
    """Return a capital, where it is one letter: ß has none of its own."""
    capital = character.upper()
    return capital if len(_SEEN.findall(capital)) == 1 else character


@dataclass(frozen=True)
class NameOfTheDay:
    """What somebody was called on the day of what they wrote; shown as people are, whatever they are called since."""

    name: str
    # The colour of who it is; none where that is not known.
    tint: str = ""

    @property
    def initials(self) -> str:
        """Return the letters that stood for this name."""
        return initials_of(self.name)


def name_field(**options: Any) -> CountedField:
    """Return the field for a name, the same on every form."""
    return CountedField(max_length=LONGEST_NAME, validators=[validate_name], **options)
