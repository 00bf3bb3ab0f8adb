"""What an open page says of itself when it asks."""

from __future__ import annotations

from datetime import datetime

from django import forms

from basics.typed import WholeField


class SeenForm(forms.Form):
    """The revision that the page shows, and the second at which it reads otherwise though nobody has done anything."""

    seen = forms.CharField()
    until = WholeField(required=False)

    def is_present(self, revision: str, now: datetime) -> bool:
        """Tell whether the page stands as it is."""
        if not self.is_valid() or self.cleaned_data["seen"] != revision:
            return False
        until = self.cleaned_data["until"]
        return until is None or now.timestamp() < until
