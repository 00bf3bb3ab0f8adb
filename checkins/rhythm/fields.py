"""The days of the week as a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from basics import formats
from checkins.rhythm.patterns import MOST_WEEKDAYS


def weekday_choices() -> list[tuple[int, str]]:
    """Return the days of the week in the active language, Monday first."""
    return [(number, formats.weekday(number)) for number in range(7)]


class OneHiddenInput(forms.HiddenInput):
    """Several values in one input: an open page puts what was kept in its place, however many there are now."""

    def format_value(self, value: Any) -> str:
        """Join them."""
        return ",".join(map(str, value or ()))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Sequence[str]:
        """Take them apart."""
        return [part for part in str(data.get(name, "")).split(",") if part]


class WeekdaysField(forms.TypedMultipleChoiceField):
    """One to three days of the week, in their order."""

    hidden_widget = OneHiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=weekday_choices,
            coerce=int,
            empty_value=None,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one day.")},
            **options,
        )

    def clean(self, value: Any) -> list[int] | None:
        """Refuse more than three."""
        days = super().clean(value)
        if days and len(set(days)) > MOST_WEEKDAYS:
            raise forms.ValidationError(_("Three days a week at most."), code="many")
        return sorted(set(days)) if days else None
