"""What somebody looks for among the templates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.base import all_kinds
from agreements.kinds.triggers import all_triggers
from basics.typed import CountedField


class FindForm(forms.Form):
    """Some words, a kind, and what it is about; what is none of these narrows nothing."""

    words = CountedField(
        label=_("Search"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(required=False, choices=lambda: [(kind.name, kind.label) for kind in all_kinds()])
    trigger = forms.ChoiceField(
        required=False, choices=lambda: [(trigger.name, trigger.label) for trigger in all_triggers()]
    )

    def said(self, name: str) -> str:
        """Return what was asked; empty for nothing, and for what is none. The form was validated."""
        return str(self.cleaned_data.get(name, "")).strip()
