"""What a person types and what the code compares are not the same: here the one becomes the other."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("There is room for at most %(limit_value)d characters; this has %(show_value)d. Nothing of it is lost.")
# Between digits people, keyboards and mails put dashes, spaces, dots, and what shows nothing at all.
_BETWEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Pd"}
_ALSO_BETWEEN = set("−·._•\u3164\u2800")


def digits_typed(text: str) -> str:
    """Return the ASCII digits that were meant, of any script and width; what is no digit stays, to be refused."""
    plain = (each for each in unicodedata.normalize("NFKC", text) if not _is_between(each))
    return "".join(each if (number := unicodedata.decimal(each, None)) is None else str(number) for each in plain)


def _is_between(character: str) -> bool:
    return unicodedata.category(character) in _BETWEEN or character in _ALSO_BETWEEN


class DigitsField(forms.CharField):
    """So many digits, such as a code. Anything else is no try: it never reaches what counts them."""

    def __init__(self, count: int, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}))
        super().__init__(validators=[RegexValidator(rf"^[0-9]{{{count}}}\Z", code="invalid")], **options)

    def to_python(self, value: Any) -> str:
        """Return the digits that were meant."""
        return digits_typed(str(super().to_python(value)))
