"""Two questions about the last two weeks: PHQ-2, in the words in which it was published."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

# Kroenke, Spitzer and Williams 2003: from here on somebody should look into it.
MUCH = 3
OFTEN = (
    ("not_at_all", _("Not at all")),
    ("several_days", _("Several days")),
    ("over_half", _("More than half the days")),
    ("nearly_every_day", _("Nearly every day")),
)
_WEIGHT = {name: weight for weight, (name, _label) in enumerate(OFTEN)}


def _question(label: object) -> forms.ChoiceField:
    both = {"required": _("Please answer both.")}
    return forms.ChoiceField(label=label, choices=OFTEN, widget=forms.RadioSelect, error_messages=both)  # type: ignore[arg-type]


class TwoWeeksForm(forms.Form):
    """What was chosen is read once, for the answer of the same request, and nowhere kept."""

    interest = _question(_("Little interest or pleasure in doing things?"))
    low = _question(_("Feeling down, depressed, or hopeless?"))

    def is_much(self) -> bool:
        """Tell whether a doctor or counsellor should hear of it."""
        return self._weight() >= MUCH

    def is_nothing(self) -> bool:
        """Tell whether there is nothing that could stay."""
        return self._weight() == 0

    def _weight(self) -> int:
        return sum(_WEIGHT[answer] for answer in self.cleaned_data.values())
