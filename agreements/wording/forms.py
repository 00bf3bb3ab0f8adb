"""Hints in forms: what is asked while one writes, and what a page asks once before it goes on without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django import forms
from django.urls import reverse

from agreements.wording.hints import Hint, hints_for
from basics.typed import CountedField

LONGEST_TEXT = 2_000
BENEATH = "agreements/wording/_beneath.html"


class WrittenForm(forms.Form):
    """One field of a form that is being written, under its own name; or that its words stay as they are."""

    stays = forms.BooleanField(required=False)

    def __init__(self, field: str, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields[field] = CountedField(max_length=LONGEST_TEXT, required=False)
        self.field = field

    @property
    def text(self) -> str:
        """Return what is written there; nothing of what is too long for any field."""
        return str(self.cleaned_data.get(self.field, "")) if self.is_valid() else ""

    @property
    def words_stay(self) -> bool:
        """Tell whether the writer has said that they stay."""
        return self.is_valid() and bool(self.cleaned_data["stays"])


class HintsReadForm(forms.Form):
    """Whether the hints were shown before; a page carries that, and nobody keeps it."""

    hints_read = forms.BooleanField(required=False)

    @property
    def were_read(self) -> bool:
        """Tell whether the page says so."""
        return self.is_valid() and bool(self.cleaned_data["hints_read"])


class HintedForm(forms.Form):
    """A form that asks about its words: each field when one leaves it, and without scripts all of them, once."""

    words_fields: tuple[str, ...] = ()
    # What stands already, by field: words that two have read are no news to either.
    standing: Mapping[str, str] = MappingProxyType({})

    def offer_hints(self) -> None:
        """Let each field ask about what is written in it, and send nothing else along."""
        for name in self._words_shown:
            field: Any = self.fields[name]
            field.beneath = BENEATH
            field.widget.attrs |= {
                "hx-post": reverse("wording_hint", args=[name]),
                "hx-params": f"{name},csrfmiddlewaretoken",
                "hx-trigger": "change",
                "hx-target": "next [data-wording]",
                "hx-swap": "innerHTML",
            }

    @property
    def _words_shown(self) -> Iterable[str]:
        return [name for name in self.words_fields if name in self.fields]

    @cached_property
    def hints(self) -> Sequence[Hint]:
        """Return what there is to say about its words. The form is valid."""
        texts = {name: str(self.cleaned_data[name]) for name in self._words_shown}
        return hints_for({name: text for name, text in texts.items() if text != self.standing.get(name)})

    @property
    def asks_once(self) -> bool:
        """Tell whether its page has to show them before it goes on: not if they were shown before."""
        return not self.hints_were_read and self.is_valid() and bool(self.hints)

    @cached_property
    def hints_were_read(self) -> bool:
        """Tell whether its page says that they were."""
        return HintsReadForm(self.data).were_read
