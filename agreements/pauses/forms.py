"""What is sent to start a pause."""

from __future__ import annotations

from django import forms


class StartForm(forms.Form):
    """The name of one of the ways to pause that the page offered."""

    offer = forms.CharField(required=False)

    @property
    def name(self) -> str:
        """Return the name, or nothing where none was sent; what cannot be read is a name that promises nothing."""
        return str(self.cleaned_data["offer"]) if self.is_valid() else "unreadable"
