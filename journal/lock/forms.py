"""Whether own pages ask for the password."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LockForm(forms.Form):
    """One switch."""

    is_on = forms.BooleanField(label=_("Ask for my password before Mine"), required=False)
