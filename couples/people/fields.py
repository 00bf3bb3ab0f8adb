"""Fields about a person, the same on every form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from basics import formats
from basics.localtime import validate_zone, zone_names


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones for a select, as people read them."""
    return [(name, formats.zone_label(name)) for name in zone_names()]


def zone_field(**options: Any) -> forms.ChoiceField:
    """Return the field for a time zone, the same on every form."""
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("Choose your time zone")), *zone_choices()],
        validators=[validate_zone],
        error_messages={
            "invalid_choice": _("This time zone does not exist. Choose one from the list, such as Europe/Berlin.")
        },
        widget=forms.Select(attrs={"data-guess-zone": "", "autocomplete": "off"}),
        **options,
    )


def guessed_zone() -> str:
    """Return a first guess without JavaScript: the zone that the language all but names, else none."""
    return "Asia/Shanghai" if get_language() == "zh-hans" else ""
