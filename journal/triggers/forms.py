"""What is tapped and typed on a card."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import WordsField
from basics.submissions import SubmissionForm
from journal.choosing import NO_SUCH_CHOICE

LONGEST_PASSAGE = 280
EASED_LABELS = {"easier": _("Easier"), "same": _("The same"), "harder": _("Harder")}


class EasedForm(forms.Form):
    """Whether it has eased; a button each."""

    answer = forms.ChoiceField(
        label=_("Has it eased?"),
        choices=lambda: [*EASED_LABELS.items()],
        error_messages=NO_SUCH_CHOICE,
    )


class HelpsForm(forms.Form):
    """What helps, for the other to read."""

    helps = WordsField(label=_("What helps me is …"), max_length=LONGEST_PASSAGE, required=False)


class ShowCardForm(SubmissionForm, HelpsForm):
    """The same, to be shown."""
