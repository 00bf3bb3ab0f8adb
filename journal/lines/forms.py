"""Which suggestion is taken, and when a line of the day is told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.typed import ClockField
from journal.choosing import NO_SUCH_CHOICE, offered
from journal.words import suggestions


class TakeForm(forms.Form):
    """The value of the button that was tapped."""

    suggestion = forms.ChoiceField(choices=lambda: offered(suggestions().values()), error_messages=NO_SUCH_CHOICE)


class DailyLineForm(forms.Form):
    """A time by one's own clock, or none."""

    at = ClockField(
        label=_("At what time"), required=False, help_text=_("By your own clock. Leave it empty, and nothing comes.")
    )
