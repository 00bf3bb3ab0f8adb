"""What is tapped while two take turns."""

from __future__ import annotations

from django import forms

from checkins.talking.models import LENGTHS, LONGEST_KEY, USUAL_LENGTH
from checkins.talking.steps import Tap
from checkins.talking.verbs import Taken


class ItemForm(forms.Form):
    """Which item of the table."""

    item = forms.CharField(max_length=LONGEST_KEY, required=False, widget=forms.HiddenInput)


class TapForm(ItemForm):
    """A tap, and on which step; with what begins, about how long each speaks."""

    mark = forms.UUIDField(widget=forms.HiddenInput)
    tap = forms.ChoiceField(choices=[(tap.value, tap.name) for tap in Tap], required=False)
    minutes = forms.TypedChoiceField(
        choices=[(minutes, str(minutes)) for minutes in LENGTHS], coerce=int, empty_value=None, required=False
    )

    @property
    def taken(self) -> Taken:
        """Return it, of a valid form."""
        sent = self.cleaned_data
        return Taken(sent["mark"], Tap(sent["tap"] or Tap.GO_ON), sent["item"], sent["minutes"] or USUAL_LENGTH)
