"""The days of the week as a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import OneHiddenInput
from basics import formats
from checkins.rhythm.patterns import MOST_WEEKDAYS


def weekday_choices() -> list[tuple[int, str]]:
    """Return the days of the week in the active language, Monday first."""
    return [(number, formats.weekday(number)) for number in range(7)]


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
