"""What is sent about tries: whose wish, and as which letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from agreements.kinds.base import AgreementKind
from basics.submissions import SubmissionForm
from checkins.agenda.forms import BackForm
from couples.seats.forms import CoupleForm

# As the API says whose a thing is.
ME, PARTNER = "me", "partner"


class WishForm(forms.Form):
    """Whose wish the two try."""

    by = forms.ChoiceField(choices=[(ME, ME), (PARTNER, PARTNER)], help_text="Whose wish.")

    @property
    def is_mine(self) -> bool:
        """Tell whether it is the sender's own. The form is valid."""
        return bool(self.cleaned_data["by"] == ME)


class BecomingForm(SubmissionForm, CoupleForm, BackForm):
    """As which of the kinds that are offered a try becomes a letter, and what to do with that."""

    def __init__(self, data: Mapping[str, Any], offered: Sequence[AgreementKind]) -> None:
        super().__init__(data)
        self.offered = offered
        self.fields["kind"] = forms.ChoiceField(choices=[(kind.name, kind.label) for kind in offered], required=False)
        self.fields["action"] = forms.CharField(required=False)

    @property
    def kind(self) -> AgreementKind:
        """Return which; the first unless another one is named."""
        named = self.cleaned_data.get("kind") if self.is_valid() else ""
        return next((kind for kind in self.offered if kind.name == named), self.offered[0])

    @property
    def sends(self) -> bool:
        """Tell whether to send it; any other word keeps it for its writer alone. The form is valid."""
        return bool(self.cleaned_data["action"] == "send")

    @property
    def way_back(self) -> str:
        """Return what an address needs to lead back to the talk all the same; empty where it came from none."""
        sent = {name: self.cleaned_data.get(name) for name in BackForm.base_fields} if self.is_valid() else {}
        return "".join(f"&{urlencode({name: value})}" for name, value in sent.items() if value)
