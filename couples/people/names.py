"""Names: one line of visible text. A partner's name stands in subjects of mails and in the letters of both."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 40
# Cc: controls, line breaks among them, which no mail header takes; Zl, Zp: Unicode's own line breaks.
_BREAKING = {"Cc", "Zl", "Zp"}
# They turn around the text that follows them, beyond the name: other words would seem to stand there.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_name(name: str) -> None:
    """Raise ValidationError for what is not one line of visible text."""
    visible = any(unicodedata.category(character)[0] in "LNSP" for character in name)
    if not visible or any(unicodedata.category(each) in _BREAKING or each in _TURNING for each in name):
        raise ValidationError(_("A name is one line of letters. Please write it anew."), code="name")


def name_field(**options: Any) -> forms.CharField:
    """Return the field for a name, the same on every form."""
    return forms.CharField(max_length=LONGEST_NAME, validators=[validate_name], **options)
