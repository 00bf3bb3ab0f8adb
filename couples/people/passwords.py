"""How strong a password is: counted in characters, of which some carry more than others."""

from __future__ import annotations

from typing import Any

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from basics.typed import password_typed

ENOUGH = 10
ENOUGH_OF_MANY = 8
# Letters of scripts that have thousands: one of them is as hard to guess as two of an alphabet.
_OF_MANY = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


class LengthValidator:
    """Ten characters; or eight that weigh as much, different ones of Chinese, Japanese or Korean counted twice."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is too short, and say by what measure."""
        typed = len(password_typed(password))
        if typed < ENOUGH and (typed < ENOUGH_OF_MANY or weight(password) < ENOUGH):
            raise ValidationError(
                _(
                    "This has %(typed)d characters; it needs at least %(enough)d. Of different Chinese, Japanese or "
                    "Korean characters %(fewer)d are enough."
                ),
                code="password_too_short",
                params={"typed": typed, "enough": ENOUGH, "fewer": ENOUGH_OF_MANY},
            )

    def get_help_text(self) -> str:
        """Return what the pages say beside the field."""
        return _("At least 10 characters. A few words in a row are easy to remember.")


def weight(password: str) -> int:
    """Return how much a password carries; a character of many that stands there again adds nothing."""
    plain = password_typed(password)
    of_many = _OF_MANY.findall(plain)
    return len(plain) - len(of_many) + 2 * len(set(of_many))
