"""What is sent with an answer to a letter, and with other words; the words themselves are in their kind's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from agreements.kinds.base import AgreementKind
from agreements.kinds.form import TermsForm, plain
from agreements.letters.models import Agreement
from agreements.letters.version_names import number_of_version
from basics.submissions import SubmissionForm


def private_line_form(
    kind: AgreementKind, data: Mapping[str, Any] | None, initial: Mapping[str, Any] | None = None
) -> TermsForm:
    """Return the form of the one line that a person keeps for themself; it has no field where the kind has no line."""
    return kind.form_class(data, shown=kind.private_fields, initial=initial)


def words_typed(kind: AgreementKind, data: Mapping[str, Any]) -> list[str]:
    """Return the words in a form that leads nowhere any more."""
    form = kind.form_class(data)
    return [words for name in form.words_fields if (words := form[name].value())]


def words_begun(kind: AgreementKind, begun: Mapping[str, Any]) -> list[str]:
    """Return the words that were kept of such a form while it was written."""
    return [words for name in kind.form_class.words_fields if (words := begun.get(name))]


def asked_by_a_link(kind: AgreementKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a link to the form would have it begin with, as far as they are valid; no words."""
    form = kind.form_class(data, shown=[name for name in kind.form_class.settings_fields if name in data])
    form.full_clean()
    return {name: plain(value) for name, value in form.cleaned_data.items()}


class VersionForm(forms.Form):
    """Which version was read, and whether on the page with all letters."""

    version = forms.CharField()
    back = forms.BooleanField(required=False)

    @property
    def leads_back(self) -> bool:
        """Tell whether to go on to the other letters that wait."""
        return self.is_valid() and self.cleaned_data["back"]

    def number(self, agreement: Agreement) -> int:
        """Return the number of the version; 0, which no version has, for what names none of this agreement."""
        return number_of_version(agreement.pk, self.cleaned_data["version"]) if self.is_valid() else 0


class AmendingForm(SubmissionForm):
    """Which version other words are for, and whether to send them or to see them first."""

    based_on = forms.CharField()
    action = forms.CharField(required=False)

    def number(self, agreement: Agreement) -> int:
        """Return the number of the version; 0, which no version has, for what names none of this agreement."""
        return number_of_version(agreement.pk, self.cleaned_data["based_on"]) if "based_on" not in self.errors else 0

    @property
    def sends(self) -> bool:
        """Tell whether to send the words, and not only to see them."""
        return "action" not in self.errors and self.cleaned_data["action"] == "send"
