"""Fields of terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from basics import formats
from basics.typed import CountedField, WholeField

LONGEST_WORDS = 600
LONGEST_LINE = 140
LONGEST_TEXT = 500


class WordsField(CountedField):
    """A person's own words: a few lines at most."""

    def __init__(self, *, rows: int = 2, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_WORDS)
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "class": "words"}))
        super().__init__(**options)


class MinutesField(WholeField):
    """A length, chosen from common ones; any whole number of minutes in the range is valid."""

    # Told in the API's description.
    unit = "minutes"
    minutes_in_one = 1

    def __init__(self, *, offered: Iterable[int], zero: Any = "", **options: Any) -> None:
        self.offered = tuple(offered)
        # What a choice of no time at all is called.
        self.zero = zero
        super().__init__(widget=forms.Select(), **options)
        self.widget.choices = self._choices

    def _choices(self) -> list[tuple[int | str, str]]:
        none = [] if self.required else [("", _("not said"))]
        return [*none, *((number, self._said(number)) for number in self.offered)]

    def _said(self, number: int) -> str:
        if self.zero and not number:
            return str(self.zero)
        return formats.length(number * self.minutes_in_one)

    def offer(self, minutes: Any) -> None:
        """Offer one more length, where it is valid: one that was set by the API and is not among the common ones."""
        if isinstance(minutes, int) and minutes not in self.offered and self._takes(minutes):
            self.offered = tuple(sorted({*self.offered, minutes}))

    def _takes(self, minutes: int) -> bool:
        try:
            self.run_validators(minutes)
        except forms.ValidationError:
            return False
        return True


class HoursField(MinutesField):
    """The same in hours."""

    unit = "hours"
    minutes_in_one = 60


class OneHiddenInput(forms.HiddenInput):
    """Several values in one input: an open page puts what was kept in its place, however many there are now."""

    def format_value(self, value: Any) -> str:
        """Join them."""
        return ",".join(map(str, value or ()))

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Sequence[str]:
        """Take them apart."""
        return [part for part in str(data.get(name, "")).split(",") if part]
