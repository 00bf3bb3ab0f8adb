"""What is typed and chosen of a letter, of its rest and of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.kinds.fields import WordsField
from agreements.wording.forms import HintedForm
from basics.localtime import moment
from basics.submissions import SubmissionForm
from basics.typed import ClockField, DayField
from journal.choosing import WordsChosenField, all_feelings, by_family, offered
from journal.letters.said import Said
from journal.letters.sentences import feelings_said, needs_said
from journal.letters.verbs import tomorrow_morning
from journal.words import Family, needs

LINE, PASSAGE, TEXT = 140, 280, 500
STARTERS = ("worry",)


class LetterForm(HintedForm):
    """The four steps. Of a letter that is only kept anything may be missing."""

    words_fields = ("would_you",)

    what_happened = WordsField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy("As a camera saw it: who did what, and when."),
        max_length=PASSAGE,
        rows=3,
        required=False,
    )
    feelings = WordsChosenField(choices=all_feelings, label=gettext_lazy("Words for what I felt"))
    felt = WordsField(label=gettext_lazy("A sentence of my own"), max_length=LINE, required=False)
    needs = WordsChosenField(choices=lambda: offered(needs()), label=gettext_lazy("Words for what I need"))
    needed = WordsField(label=gettext_lazy("A sentence of my own"), max_length=LINE, required=False)
    would_you = WordsField(label=gettext_lazy("Would you …?"), max_length=PASSAGE, required=False)

    def __init__(self, *args: Any, is_whole: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_whole = is_whole
        self.fields["what_happened"].required = is_whole
        self.offer_hints()

    def clean(self) -> dict[str, Any]:
        """Ask for a word, chosen or written, for what was felt and for what is needed."""
        cleaned = super().clean() or {}
        if self.is_whole:
            self._ask_for_either("feelings", "felt", _("Choose a word for what you felt, or write one."))
            self._ask_for_either("needs", "needed", _("Choose a word for what you need, or write one."))
        return cleaned

    def _ask_for_either(self, chosen: str, written: str, said: str) -> None:
        sent = self.cleaned_data
        if {chosen, written} <= sent.keys() and not sent[chosen] and not sent[written]:
            self.add_error(written, said)

    @property
    def said(self) -> Said:
        """Return what is valid of it."""
        return Said.of(self.cleaned_data)

    @property
    def chosen_feelings(self) -> str:
        """Return which words for feelings are ticked, for where their boxes are folded away."""
        return feelings_said(Said(feelings=tuple(self["feelings"].value() or ())))

    @property
    def chosen_needs(self) -> str:
        """Return the same for needs."""
        return needs_said(Said(needs=tuple(self["needs"].value() or ())))

    @property
    def feelings_by_family(self) -> Sequence[tuple[Family, Sequence[forms.boundfield.BoundWidget]]]:
        """Return the boxes of the feelings under what each six are called."""
        return by_family(self["feelings"])


class WriteForm(SubmissionForm, LetterForm):
    """The same on a page, whose first button reads it over and whose second one keeps it."""

    @property
    def only_keeps(self) -> bool:
        """Tell whether it was the second."""
        return not self.is_whole


class ActionForm(forms.Form):
    """Which button was pressed."""

    action = forms.CharField(required=False)

    @property
    def keeps(self) -> bool:
        """Tell whether it was the one that keeps it."""
        return self.is_valid() and self.cleaned_data["action"] == "keep"


class StarterForm(forms.Form):
    """Which sentences to begin with."""

    starter = forms.ChoiceField(choices=[(name, name) for name in STARTERS], required=False)

    @property
    def words(self) -> dict[str, str]:
        """Return what they put into the fields."""
        if self.is_valid() and self.cleaned_data["starter"]:
            return {"felt": _("Sometimes I worry "), "needed": _("I hope we can ")}
        return {}


class HoldForm(forms.Form):
    """Until when a letter rests, on its writer's own clock."""

    day = DayField(label=pgettext_lazy("a date", "On"))
    at = ClockField(label=gettext_lazy("At"))

    @classmethod
    def for_tomorrow(cls, person: Any, now: datetime) -> HoldForm:
        """Return it as it is offered."""
        usual = timezone.localtime(tomorrow_morning(person, now))
        return cls(initial={"day": usual.date(), "at": usual.time()})

    @property
    def until(self) -> datetime:
        """Return the moment. The form is valid."""
        return moment(self.cleaned_data["day"], self.cleaned_data["at"], timezone.get_current_timezone_name())


class AnswerForm(forms.Form):
    """What one writes back."""

    answer = WordsField(label=gettext_lazy("Your answer"), max_length=TEXT, rows=4)

    @property
    def typed(self) -> dict[str, str]:
        """Return what is valid of what is being written."""
        return {"answer": self.cleaned_data["answer"]} if "answer" in self.cleaned_data else {}
