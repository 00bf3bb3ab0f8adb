"""A name for a new key to the API."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm


class ApiKeyForm(SubmissionForm):
    """A name for a new key to the API."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=40, help_text=_("So that you recognise it: “my phone”.")
    )
