"""What is typed of a habit, and the switch."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import LONGEST_LINE, WordsField
from agreements.kinds.terms import in_one_line
from basics.submissions import SubmissionForm
from basics.typed import ClockField


class HabitForm(forms.Form):
    """What one does, and when one wants to be reminded."""

    words = WordsField(label=_("What you do for your body"), rows=1, max_length=LONGEST_LINE)
    at = ClockField(
        label=_("Remind me at"),
        required=False,
        help_text=_("Every day, by your own clock. Leave it empty, and nothing comes."),
    )

    def clean_words(self) -> str:
        """Return it in one line: it is a row of a list."""
        return in_one_line(self.cleaned_data["words"])


class NewHabitForm(SubmissionForm, HabitForm):
    """One more, to be written once."""


class SwitchForm(forms.Form):
    """The value of the button that was tapped."""

    is_on = forms.BooleanField(required=False)
