"""What is sent to leave."""

from __future__ import annotations

from django import forms

from couples.seats.models import Membership


class LeaveForm(forms.Form):
    """Which connection the page was about: one from before must not end another one."""

    couple = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def is_about(self, seat: Membership) -> bool:
        """Tell whether it is this seat's connection; a form that names none is about the one there is."""
        return self.is_valid() and self.cleaned_data["couple"] in (None, seat.couple_id)
