"""What is asked of what is kept."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.typed import CountedField
from checkins.kept.showing import Quarter

# Before that there was nothing to keep, and no calendar to count by.
_QUARTER = re.compile(r"(20[0-9]{2})-([1-4])")


class SearchForm(forms.Form):
    """Some words of it. Sent, so that they stand in no address."""

    words = CountedField(label=_("Search"), max_length=60)


class QuarterForm(forms.Form):
    """Which three months to show."""

    quarter = forms.CharField(required=False)

    @property
    def wanted(self) -> Quarter | None:
        """Return it; None for none, and for what is none."""
        found = _QUARTER.fullmatch(self.cleaned_data["quarter"]) if self.is_valid() else None
        return Quarter(int(found[1]), int(found[2]) - 1) if found else None
