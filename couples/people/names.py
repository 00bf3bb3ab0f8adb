"""Names: one line of visible text. A partner's name stands in subjects of mails and in the letters of both."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80
# Cc: controls, line breaks among them, which no mail header takes; Zl, Zp: Unicode's own line breaks.
_BREAKING = {"Cc", "Zl", "Zp"}
# They turn around the text that follows them, beyond the name: other words would seem to stand there.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Letters and marks by their category that show nothing.
BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | {
    chr(point) for point in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


def validate_name(name: str) -> None:
    """Raise ValidationError for what is not one line of visible text."""
    visible = any(unicodedata.category(each)[0] in "LNSP" and each not in BLANK for each in name)
    if not visible or any(unicodedata.category(each) in _BREAKING or each in _TURNING for each in name):
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
    return "".join(each for each in name if unicodedata.category(each)[0] not in "CZ" and each not in BLANK)


def initials_of(name: str) -> str:
    """Return one or two letters that tell one name from another: AB for Ada Berg, 博 for 小博."""
    words = name.split()
    if not words:
        return "·"
    if len(words) == 1:
        return words[0][-1] if words[0][0] > "⺀" else words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()


@dataclass(frozen=True)
class NameOfTheDay:
    """What somebody was called on the day of what they wrote; shown as people are, whatever they are called since."""

    name: str

    @property
    def initials(self) -> str:
        """Return the letters that stood for this name."""
        return initials_of(self.name)


def name_field(**options: Any) -> forms.CharField:
    """Return the field for a name, the same on every form."""
    return forms.CharField(max_length=LONGEST_NAME, validators=[validate_name], **options)
