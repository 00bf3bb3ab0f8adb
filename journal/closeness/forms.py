"""What is typed and chosen of closeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.submissions import SubmissionForm
from basics.typed import CountedField, WholeField, lines_typed
from journal.choosing import NO_SUCH_CHOICE
from journal.closeness.beginnings import beginnings

LONGEST_PASSAGE = 280


class SentenceForm(forms.Form):
    """How one goes on from a beginning."""

    words = WordsField(label=_("I go on"), max_length=LONGEST_PASSAGE, rows=4)


class ExampleForm(forms.Form):
    """Which example was tapped, and what stood in the field by then."""

    example = WholeField(min_value=0)
    words = WordsField(max_length=LONGEST_PASSAGE, required=False)

    def words_with(self, examples: Sequence[str]) -> str | None:
        """Return what stood there with the example below it, whatever its length; None where none was tapped."""
        number = self.cleaned_data.get("example", len(examples)) if self.is_bound and self.errors is not None else None
        if number is None or number >= len(examples):
            return None
        typed, example = lines_typed(self["words"].value() or "").rstrip(), examples[number]
        return typed if example in typed else f"{typed}\n{example}".lstrip()


class SentencesForm(forms.Form):
    """Which of the four are shown."""

    sentences = forms.MultipleChoiceField(
        label=_("What to show"),
        required=False,
        choices=lambda: [(name, beginning.label) for name, beginning in beginnings().items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages=NO_SUCH_CHOICE,
    )


class ShowForm(SubmissionForm, SentencesForm):
    """The same, to be shown as they stood there."""

    words = CountedField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, known_by: str = "") -> None:
        super().__init__(data, initial={"words": known_by})

    @property
    def chosen(self) -> list[str]:
        """Return the names that are ticked."""
        return list(self["sentences"].value() or ())
