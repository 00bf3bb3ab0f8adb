"""What is sent of phrases: which one is said, what is answered, and the words one keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import LONGEST_LINE, WordsField
from agreements.kinds.terms import in_one_line
from agreements.phrases.offers import chosen_answer
from agreements.phrases.verbs import Answered
from basics.submissions import SubmissionForm
from couples.seats.forms import CoupleForm

NO_SUCH = _("There is no such choice. Choose one from the list.")
LONGEST_ANSWER = 280


class SayForm(SubmissionForm, CoupleForm):
    """Which sentence is said: the value of the button that was tapped."""

    phrase = forms.CharField(max_length=40, error_messages={"required": NO_SUCH, "max_length": NO_SUCH})


class AnswerForm(forms.Form):
    """Words of one's own, or the value of a button that holds an answer."""

    words = WordsField(label=_("Your answer"), max_length=LONGEST_ANSWER, required=False)
    keeps = forms.BooleanField(label=_("Offer me these words next time"), required=False)
    offer = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, phrase: str = "", now: datetime | None = None, **options: Any
    ):
        super().__init__(data, **options)
        self.phrase, self.now = phrase, now or timezone.now()

    def clean(self) -> dict[str, Any]:
        """Insist on words, or on an answer that there is."""
        cleaned = super().clean() or {}
        offer = cleaned.get("offer")
        self.chosen = chosen_answer(self.phrase, offer, self.now) if offer else None
        if offer and not self.chosen:
            self.add_error("words", NO_SUCH)
        elif not offer and not self.errors and not cleaned["words"]:
            self.add_error("words", self.fields["words"].error_messages["required"])
        return cleaned

    @property
    def answered(self) -> Answered:
        """Return what is answered, of a valid form."""
        if self.chosen:
            return Answered(self.chosen.words, self.chosen.at)
        return Answered(self.cleaned_data["words"])

    @property
    def keeps_words(self) -> bool:
        """Tell whether they are to be offered next time. What was only chosen is offered anyway."""
        return bool(self.cleaned_data["keeps"]) and self.chosen is None


class OwnPhraseForm(forms.Form):
    """A sentence of one's own."""

    words = WordsField(label=_("In your own words"), rows=1, max_length=LONGEST_LINE)

    def clean_words(self) -> str:
        """Return it in one line: it is a button."""
        return in_one_line(self.cleaned_data["words"])


class NewOwnPhraseForm(SubmissionForm, OwnPhraseForm):
    """The same, to be kept once."""
