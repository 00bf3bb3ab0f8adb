"""What is sent about decks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from agreements.kinds.terms import in_one_line
from basics.submissions import SubmissionForm
from basics.typed import CountedField

LONGEST_TITLE = 60
LONGEST_QUESTION = 200


class ChooseForm(forms.Form):
    """Where questions come from."""

    deck = forms.CharField(label=_("Questions come from"), max_length=40, widget=forms.HiddenInput)


class FineForm(forms.Form):
    """Whether something is fine with this person."""

    fine = forms.BooleanField(label=_("Fine with me"), widget=forms.HiddenInput, required=False)


class AnotherForm(forms.Form):
    """The question that stood on the page: what is wanted is another one than that."""

    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)


class TitleForm(forms.Form):
    """What a deck of the two's own is called."""

    title = CountedField(label=_("What these questions are about"), max_length=LONGEST_TITLE)


class QuestionForm(forms.Form):
    """A question of the two's own."""

    words = WordsField(label=_("A question to both of you"), max_length=LONGEST_QUESTION)

    def clean_words(self) -> str:
        """Return it in one line: it stands above an answer."""
        return in_one_line(self.cleaned_data["words"])


class NewDeckForm(SubmissionForm, TitleForm):
    """The same, to be made once."""


class NewQuestionForm(SubmissionForm, QuestionForm):
    """The same, to be added once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "id_question_%s"
