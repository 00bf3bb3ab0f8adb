"""What is sent of phrases: which one is said, what is answered, and the words one keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import LONGEST_LINE, WordsField
from agreements.kinds.terms import in_one_line
from agreements.phrases.offers import AnswerOffer, chosen_answer
from agreements.phrases.showing import Answering
from agreements.phrases.verbs import Answered
from basics.submissions import SubmissionForm
from basics.typed import CountedField
from couples.seats.forms import CoupleForm

NO_SUCH = _("There is no such choice. Choose one from the list.")
LONGEST_ANSWER = 280


class SayForm(SubmissionForm, CoupleForm):
    """Which sentence is said: the value of the button that was tapped."""

    phrase = CountedField(max_length=40)


class AnswerForm(forms.Form):
    """Words of one's own, or the value of a button that holds an answer."""

    words = WordsField(label=_("In my own words"), max_length=LONGEST_ANSWER)
    keeps = forms.BooleanField(label=_("Keep it as my answer for next time"), required=False)
    offer = CountedField(max_length=40, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, ready: Answering | None = None, **options: Any):
        super().__init__(data, **options)
        self.ready = ready
        self.fields["words"].required = not (data and data.get("offer"))

    def clean(self) -> dict[str, Any]:
        """Insist on an answer that there is."""
        cleaned = super().clean() or {}
        self.chosen = self._chosen(cleaned.get("offer") or "")
        if cleaned.get("offer") and not self.chosen:
            self.add_error("words", NO_SUCH)
        return cleaned

    def _chosen(self, offer: str) -> AnswerOffer | None:
        ready = self.ready
        return chosen_answer(ready.phrase, ready.own, offer, timezone.now()) if ready and offer else None

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
