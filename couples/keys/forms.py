"""A name for a new key to the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm
from basics.typed import CountedField


class ApiKeyForm(SubmissionForm):
    """A name for a new key to the API."""

    name = CountedField(label=_("Name of the key"), max_length=40, help_text=_("So that you recognise it: “my phone”."))
