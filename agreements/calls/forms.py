"""What is typed or tapped about a call."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.calls.offers import later_named
from agreements.kinds.fields import WordsField
from basics.localtime import next_time
from basics.submissions import SubmissionForm
from basics.typed import ClockField

LINE = 140
PASSAGE = 280
AGREED, OWN = "agreed", "own"


class AskForm(SubmissionForm):
    """One line, if one likes, to whoever is asked."""

    line = WordsField(label=_("A line with it"), max_length=LINE, required=False)
    # A button's, while the two pause.
    keep = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    """An answer in words. Two ways to it stand on a page: `agreed`, by what the rule asks for, and one's own."""

    words = WordsField(label=_("In my own words"), max_length=PASSAGE)
    keeps = forms.BooleanField(label=_("Keep it as my answer for next time"), required=False)
    agreed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, is_agreed: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.way = AGREED if is_agreed or (data and data.get(AGREED)) else OWN
        # Both stand on one page.
        self.auto_id = f"id_{self.way}_%s"
        self.fields["agreed"].initial = "on" if self.way == AGREED else ""
        # What was agreed on is asked for again: with the same answer that takes one tap.
        self.fields["keeps"].initial = self.way == AGREED


class SavedAnswerForm(forms.Form):
    """What one likes to answer by a rule; empty for nothing."""

    words = WordsField(label=_("What I like to answer"), max_length=PASSAGE, required=False)


class LaterForm(SubmissionForm):
    """When one will answer: one of the times offered, or another one by the clock of the rule's words."""

    offer = forms.CharField(required=False)
    at = ClockField(required=False, label=pgettext_lazy("to answer", "Another time"))

    def clean(self) -> dict[str, Any]:
        """Ask for one of them."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["offer"] and cleaned["at"] is None:
            self.add_error("at", _("Choose a time."))
        return cleaned

    @property
    def submission_id(self) -> uuid.UUID:
        """Return an id of what was chosen: going back and choosing another time is no repetition."""
        sent = self.cleaned_data
        return uuid.uuid5(super().submission_id, f"{sent['offer']} {sent['at']}")

    def promised(self, zone: str, now: datetime) -> datetime:
        """Return the moment that is promised; `zone` is that of the rule's words. Raises NotSoLate."""
        sent = self.cleaned_data
        return later_named(sent["offer"], now) if sent["at"] is None else next_time(sent["at"], now, zone)
