"""What is sent to begin a draft; a step of writing one is its kind's own form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.kinds.base import AgreementKind, all_kinds, kind_named
from basics.submissions import SubmissionForm
from basics.typed import WholeField
from couples.seats.forms import CoupleForm


class KindForm(forms.Form):
    """Which kind a page is about."""

    kind = forms.ChoiceField(choices=lambda: [(kind.name, kind.label) for kind in all_kinds()])

    @property
    def agreement_kind(self) -> AgreementKind:
        """Return the kind. The form is valid."""
        return kind_named(self.cleaned_data["kind"])


class ShownDraftForm(CoupleForm):
    """As which revision the page showed the draft, and to whom it would go."""

    revision = WholeField(required=False)

    @property
    def shown(self) -> int | None:
        """Return the revision; None where the form names none, and one that no draft has for what is no number."""
        return -1 if "revision" in self.errors else self.cleaned_data["revision"]


class BeginForm(SubmissionForm, KindForm):
    """A kind, and the name of a template to begin from; an unknown template is none."""

    starter = forms.CharField(required=False)

    @property
    def starter_values(self) -> Mapping[str, Any]:
        """Return what the template brings."""
        starter = self.agreement_kind.starter(self.cleaned_data.get("starter", ""))
        return starter.values if starter else {}
