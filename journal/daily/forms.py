"""At what time one wants to be asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.typed import ClockField


class DailyForm(forms.Form):
    """A time by one's own clock, or none."""

    at = ClockField(
        label=_("At what time"), required=False, help_text=_("By your own clock. Leave it empty, and nobody asks.")
    )
