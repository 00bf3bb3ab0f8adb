"""What is sent with an answer to what is tried."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.letters.forms import VersionForm
from agreements.trials.answers import ANSWERS, CHANGE
from basics.submissions import SubmissionForm


class TryForm(SubmissionForm, VersionForm):
    """Which letter is to be tried first."""


class AnswerForm(SubmissionForm, VersionForm):
    """One of the answers that need no words."""

    answer = forms.ChoiceField(
        choices=[(name, label) for name, label in ANSWERS.items() if name != CHANGE],
        error_messages={"invalid_choice": _("There is no such choice. Choose one from the list.")},
    )
