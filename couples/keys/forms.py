"""What a new key to the API is called, and how long it holds."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm
from basics.typed import CountedField

LONG = 365
LASTS = ((30, _("30 days")), (LONG, _("1 year")))


class ApiKeyForm(SubmissionForm):
    """What a new key to the API is called, and how long it holds."""

    name = CountedField(label=_("Name of the key"), max_length=40, help_text=_("So that you recognise it: “my phone”."))
    lasts = forms.TypedChoiceField(label=_("It works for"), choices=LASTS, coerce=int, initial=LONG, required=False)

    @property
    def lasting(self) -> timedelta:
        """Return for how long the key is to work."""
        return timedelta(days=self.cleaned_data["lasts"] or LONG)
