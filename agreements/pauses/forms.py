"""What is sent to start a pause, and to come back from it."""

from __future__ import annotations

import uuid

from django import forms

from couples.seats.forms import CoupleForm


class ReturnForm(forms.Form):
    """Which pause the page was about."""

    pause = forms.UUIDField(required=False)

    @property
    def pause_id(self) -> uuid.UUID | None:
        """Return the pause that the person saw; None where the form names none or nothing readable."""
        return self.cleaned_data["pause"] if self.is_valid() else None


class StartForm(CoupleForm):
    """The name of one of the ways to pause that the page offered, and with whom."""

    offer = forms.CharField(required=False)

    @property
    def name(self) -> str:
        """Return the name, or nothing where none was sent; what cannot be read is a name that promises nothing."""
        return str(self.cleaned_data["offer"]) if self.is_valid() else "unreadable"
