"""Names: one line of visible text. A partner's name stands in subjects of mails and in the letters of both."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from basics.typed import BLANK, CountedField, shows_something

LONGEST_NAME = 80
# Cc: controls, line breaks among them, which no mail header takes; Zl, Zp: Unicode's own line breaks.
_BREAKING = {"Cc", "Zl", "Zp"}
# They turn around the text that follows them, beyond the name: other words would seem to stand there.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_name(name: str) -> None:
    """Raise ValidationError for what is not one line of visible text."""
    if not shows_something(name) or any(unicodedata.category(each) in _BREAKING or each in _TURNING for each in name):
        raise ValidationError(_("A name is one line of letters. Please write it anew."), code="name")


def look_the_same(one: str, other: str) -> bool:
    """Compare names as people see them: width, case, spaces and what shows nothing make no difference."""
    return _as_seen(one) == _as_seen(other)


def _as_seen(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in plain if unicodedata.category(each)[0] not in "CZ" and each not in BLANK)


def name_field(**options: Any) -> CountedField:
    """Return the field for a name, the same on every form."""
    return CountedField(max_length=LONGEST_NAME, validators=[validate_name], **options)
