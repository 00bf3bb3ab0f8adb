"""Fields of terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from basics import formats
from basics.typed import TOO_LONG

LONGEST_WORDS = 600


class WordsField(forms.CharField):
    """A person's own words: a few lines at most."""

    def __init__(self, *, rows: int = 2, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_WORDS)
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "class": "words"}))
        super().__init__(error_messages={"max_length": TOO_LONG}, **options)

    def to_python(self, value: Any) -> Any:
        """Count a line break once, as people do; browsers send two characters for it."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out `maxlength`: a browser cuts what is pasted, without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class MinutesField(forms.IntegerField):
    """A length, chosen from common ones; any whole number of minutes in the range is valid."""

    # Told in the API's description.
    unit = "minutes"

    def __init__(self, *, offered: Iterable[int], **options: Any) -> None:
        self.offered = tuple(offered)
        super().__init__(widget=forms.Select(), **options)
        self.widget.choices = self._choices

    def _choices(self) -> list[tuple[int, str]]:
        return [(minutes, formats.length(minutes)) for minutes in self.offered]

    def offer(self, minutes: Any) -> None:
        """Offer one more length: one that was set by the API and is not among the common ones."""
        if isinstance(minutes, int) and minutes not in self.offered:
            self.offered = tuple(sorted({*self.offered, minutes}))
