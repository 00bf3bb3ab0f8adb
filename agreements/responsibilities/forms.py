"""What is sent about responsibilities: what to swap, and what nobody notices yet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.fields import WordsField
from agreements.kinds.terms import in_one_line
from agreements.letters.versions import Changed
from agreements.responsibilities.showing import ResponsibilityAsSeen
from agreements.responsibilities.verbs import NothingChosen
from basics.directions import own_words, said
from basics.submissions import SubmissionForm
from couples.seats.forms import CoupleForm

LONGEST_LINE = 140
NOTHING = "none"
# What one would swap may be over, or with the other, by the time that one sends it.
NOT_THERE = {"invalid_choice": Changed.message}


class UnnoticedForm(forms.Form):
    """One thing that nobody notices yet."""

    words = WordsField(label=gettext_lazy("Something that keeps coming up"), rows=1, max_length=LONGEST_LINE)

    def clean_words(self) -> str:
        """Return it in one line: it is a row."""
        return in_one_line(self.cleaned_data["words"])


class NewUnnoticedForm(SubmissionForm, UnnoticedForm):
    """The same, to be written down once."""


class SwapForm(SubmissionForm, CoupleForm):
    """One of mine, one of the other's, or one of each."""

    mine = forms.ChoiceField(widget=forms.RadioSelect, error_messages=NOT_THERE)
    theirs = forms.ChoiceField(widget=forms.RadioSelect, error_messages=NOT_THERE)

    def __init__(
        self, data: Mapping[str, Any] | None, rows: Sequence[ResponsibilityAsSeen], partner_name: str, picked: str = ""
    ) -> None:
        super().__init__(data)
        self.fields["mine"].label = said(_("%(name)s takes"), name=own_words(partner_name))
        self.fields["theirs"].label = _("You take")
        self._offer("mine", [row for row in rows if row.is_mine], picked)
        self._offer("theirs", [row for row in rows if row.is_theirs], picked)

    def _offer(self, name: str, rows: Sequence[ResponsibilityAsSeen], picked: str) -> None:
        field = self.fields[name]
        offered = [(str(row.agreement), row.called) for row in rows]
        field.choices = [*offered, (NOTHING, _("nothing"))]  # type: ignore[attr-defined]  # both are choices
        field.initial = picked if picked in dict(offered) else NOTHING

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of nothing at all, and of one thing both ways."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["mine"] == cleaned["theirs"]:
            raise forms.ValidationError(NothingChosen.message)
        return cleaned

    @property
    def offers_something(self) -> bool:
        """Tell whether there is anything to choose."""
        return any(len(self.fields[name].choices) > 1 for name in ("mine", "theirs"))  # type: ignore[attr-defined]

    @property
    def mine_id(self) -> uuid.UUID | None:
        """Return what would go to the other. The form is valid."""
        return _id(self.cleaned_data["mine"])

    @property
    def theirs_id(self) -> uuid.UUID | None:
        """Return what would come from them. The form is valid."""
        return _id(self.cleaned_data["theirs"])


def _id(chosen: str) -> uuid.UUID | None:
    return None if chosen == NOTHING else uuid.UUID(chosen)


class PickedForm(forms.Form):
    """Which one a link to the form of a swap begins with."""

    pick = forms.UUIDField(required=False)

    @property
    def picked(self) -> str:
        """Return its id; one that is not there is none."""
        return str(self.cleaned_data["pick"] or "") if self.is_valid() else ""
