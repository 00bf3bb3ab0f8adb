"""What is typed of a thought. Each of the four steps shows some of the fields."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.fields import LONGEST_TEXT, WordsField
from agreements.kinds.triggers import all_triggers
from basics.submissions import SubmissionForm
from basics.typed import WholeField
from journal.choosing import NO_SUCH_CHOICE, offered
from journal.entries.tags import tags_of
from journal.words import emotions, families

LONGEST_PASSAGE = 280
# One feeling or two more of them, each with how strong it is before and after.
NUMBERS = (1, 2, 3)
HIGHEST = 100
STEPS: tuple[tuple[str, ...], ...] = (
    ("situation", *(name for number in NUMBERS for name in (f"feeling_{number}", f"before_{number}"))),
    ("thought",),
    ("speaks_for", "speaks_against"),
    ("fairer", *(f"after_{number}" for number in NUMBERS)),
)
# What a new page sends beside.
NOT_SAID = ("submission", "entry")
# The fields that hold somebody's words.
WORDS = ("situation", "thought", "speaks_for", "speaks_against", "fairer")


def _feelings() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Choose a word")), *((family.label, offered(family.words)) for family in families())]


class FeelingField(forms.ChoiceField):
    """One of the words for feelings; of the three only the first has to be chosen."""

    def __init__(self, number: int) -> None:
        is_first = number == 1
        label = gettext_lazy("I felt") if is_first else gettext_lazy("And also")
        super().__init__(choices=_feelings, label=label, required=is_first, error_messages=NO_SUCH_CHOICE)


class StrengthField(WholeField):
    """How strong a feeling is, from 0 to 100."""

    def __init__(self, label: Any, *, required: bool = False) -> None:
        shown = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": HIGHEST, "step": 1})
        outside = gettext_lazy("A number from 0 to 100.")
        messages = {"min_value": outside, "max_value": outside, "invalid": outside}
        super().__init__(
            label=label, required=required, min_value=0, max_value=HIGHEST, widget=shown, error_messages=messages
        )


class ThoughtForm(forms.Form):
    """All of it, or the fields of one step. Beyond what happened, a feeling and the thought nothing is required."""

    situation = WordsField(label=gettext_lazy("In a few words"), max_length=LONGEST_TEXT)
    feeling_1 = FeelingField(1)
    before_1 = StrengthField(gettext_lazy("How strong, from 0 to 100"), required=True)
    feeling_2 = FeelingField(2)
    before_2 = StrengthField(gettext_lazy("How strong, from 0 to 100"))
    feeling_3 = FeelingField(3)
    before_3 = StrengthField(gettext_lazy("How strong, from 0 to 100"))
    thought = WordsField(
        label=gettext_lazy("What went through my head"),
        help_text=gettext_lazy("One sentence, as it came."),
        max_length=LONGEST_PASSAGE,
    )
    speaks_for = WordsField(label=gettext_lazy("What speaks for it"), max_length=LONGEST_TEXT, required=False)
    speaks_against = WordsField(label=gettext_lazy("What does not"), max_length=LONGEST_TEXT, required=False)
    fairer = WordsField(
        label=gettext_lazy("One that I would believe on a good day too"),
        max_length=LONGEST_PASSAGE,
        required=False,
    )
    after_1 = StrengthField(gettext_lazy("How strong it is now, from 0 to 100"))
    after_2 = StrengthField(gettext_lazy("How strong it is now, from 0 to 100"))
    after_3 = StrengthField(gettext_lazy("How strong it is now, from 0 to 100"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        shown: Collection[str] | None = None,
        initial: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, initial={**(initial or {})}, **options)
        if shown is not None:
            self.fields = {name: field for name, field in self.fields.items() if name in (*shown, *NOT_SAID)}
        for number in NUMBERS:
            self._ask_again(number)

    def _ask_again(self, number: int) -> None:
        """Name each feeling that is asked about again; one that was not chosen is not."""
        again, field = f"after_{number}", self.fields.get(f"after_{number}")
        word = emotions().get(self.initial.get(f"feeling_{number}", ""))
        if field is None:
            return
        if word is None and self.initial:
            del self.fields[again]
        elif word:
            field.label = _("%(feeling)s now, from 0 to 100") % {"feeling": capfirst(word.label)}

    def unfinished(self) -> ThoughtForm:
        """Let everything be empty still, for keeping what is being written."""
        for field in self.fields.values():
            field.required = False
        return self

    def clean(self) -> dict[str, Any]:
        """Refuse a word without its number once a step is done, and a number without its word."""
        cleaned = self.cleaned_data
        chosen = [cleaned.get(f"feeling_{number}") for number in NUMBERS]
        for number in NUMBERS:
            self._both_or_none(number)
            if chosen[number - 1] and chosen.index(chosen[number - 1]) < number - 1:
                self.add_error(f"feeling_{number}", _("You chose this word already."))
        return cleaned

    def _both_or_none(self, number: int) -> None:
        feeling, before = f"feeling_{number}", f"before_{number}"
        if feeling not in self.cleaned_data or before not in self.cleaned_data or not self.is_finished:
            return
        has_word, has_number = bool(self.cleaned_data[feeling]), self.cleaned_data[before] is not None
        if has_word and not has_number:
            self.add_error(before, _("How strong was it? A number from 0 to 100."))
        elif has_number and not has_word:
            self.add_error(feeling, _("Which feeling is this number for?"))

    @property
    def is_finished(self) -> bool:
        """Tell whether it was sent, and not only kept while it is written."""
        return any(field.required for field in self.fields.values())

    @property
    def has_more_feelings(self) -> bool:
        """Tell whether more than one stands in it, so that a page shows that part."""
        more = [self[name] for number in NUMBERS[1:] for name in (f"feeling_{number}", f"before_{number}")]
        return any(field.value() or field.errors for field in more)

    @property
    def typed(self) -> dict[str, Any]:
        """Return what is valid of what was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in NOT_SAID}


class FromEntryForm(forms.Form):
    """From which entry a new one is to begin, as an address says it."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @property
    def key(self) -> uuid.UUID | None:
        """Return it; None for none, and for what is none."""
        return self.cleaned_data.get("entry") if self.errors is not None else None


class NewThoughtForm(FromEntryForm, SubmissionForm, ThoughtForm):
    """The first step of one that is being begun, maybe from what one noticed."""


class LineForm(forms.Form):
    """For what the fairer sentence is to be the own line."""

    trigger = forms.ChoiceField(
        label=gettext_lazy("What set it off"),
        widget=forms.Select(attrs={"dir": "auto"}),
        error_messages=NO_SUCH_CHOICE,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        person_id: int | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {})})
        tags = tags_of(person_id) if person_id else all_triggers()
        self.offered: dict[str, str] = {tag.name: tag.label for tag in tags}
        self.fields["trigger"].choices = [("", _("Choose one")), *self.offered.items()]  # type: ignore[attr-defined]

    @property
    def trigger_label(self) -> str:
        """Return what pages call the trigger that was said before; empty for none."""
        return self.offered.get(self["trigger"].value() or "", "")
