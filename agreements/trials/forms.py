"""What is sent with an answer to what is tried."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.quick_days import QuickDayField
from agreements.letters.forms import VersionForm
from agreements.trials.answers import ANSWERS, CHANGE, LONGER
from agreements.trials.longer import Longer, Tried
from basics.submissions import SubmissionForm


class TryForm(SubmissionForm, VersionForm):
    """Which letter is to be tried first."""


class AnswerForm(SubmissionForm, VersionForm):
    """One of the answers that need no words; of trying it longer, until when."""

    answer = forms.ChoiceField(
        choices=[(name, label) for name, label in ANSWERS.items() if name != CHANGE],
        error_messages={"invalid_choice": _("There is no such choice. Choose one from the list.")},
    )
    longer_until = QuickDayField(label=_("Try it longer"))

    def offer(self, longer: Longer, tried: Tried) -> AnswerForm:
        """Offer days after the one until which it is tried."""
        field = self.fields["longer_until"]
        assert isinstance(field, QuickDayField), "it is made so"
        field.offer(longer.talk, tried.until, may_go_on=False)
        self.initial["longer_until"] = longer.usual
        return self

    def clean(self) -> dict[str, Any]:
        """Ask for the day with the one answer that has one, and not for it beside any other."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") != LONGER:
            self.errors.pop("longer_until", None)
            cleaned["longer_until"] = None
        return cleaned
