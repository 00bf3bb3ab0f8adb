"""What is sent about a pause: to take one, to ask for more time, to come back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.pauses.extending import More
from agreements.pauses.offers import Agreed, more_at, more_promised
from agreements.pauses.returning import FEELINGS, Written
from basics.submissions import SubmissionForm
from basics.typed import ClockField, CountedField, WholeField
from couples.seats.forms import CoupleForm

LINE = 140
PASSAGE = 280


class AboutPauseForm(forms.Form):
    """Which pause the page was about."""

    pause = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def pause_id(self) -> uuid.UUID | None:
        """Return the pause that the person saw; None where the form names none or nothing readable."""
        return self.cleaned_data.get("pause") if self.is_bound and self.errors is not None else None


class StartForm(SubmissionForm, CoupleForm):
    """The name of one of the ways to pause that the page offered, and with whom."""

    offer = forms.CharField(required=False)

    @property
    def name(self) -> str:
        """Return the name, or nothing where none was sent; what cannot be read is a name that promises nothing."""
        return str(self.cleaned_data.get("offer", "unreadable")) if self.errors is not None else ""


class MoreForm(AboutPauseForm):
    """How much more time: one of the ways offered, a length of one's own, or a clock time where one is agreed."""

    offer = forms.CharField(required=False)
    minutes = WholeField(required=False, label=_("Minutes"))
    at = ClockField(required=False, label=_("Until"))

    def clean(self) -> dict[str, Any]:
        """Ask for one of them."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["offer"] and cleaned["minutes"] is None and cleaned["at"] is None:
            raise forms.ValidationError(_("Choose until when."))
        return cleaned

    def more(self, agreed: Agreed, now: datetime) -> More:
        """Return what is asked for, by the clock that is agreed. Raises OfferGone for what promises nothing."""
        sent = self.cleaned_data
        if sent["at"] is not None:
            return more_at(sent["at"], agreed, now)
        return more_promised(sent["offer"] or str(sent["minutes"]))


class AboutForm(AboutPauseForm):
    """What the pause is about."""

    about = CountedField(max_length=LINE, required=False, label=_("What it is about"))


class WriteForm(AboutForm):
    """What one writes first, before talking."""

    chosen = forms.MultipleChoiceField(
        required=False, choices=tuple(FEELINGS.items()), widget=forms.CheckboxSelectMultiple, label=_("What I felt")
    )
    felt = CountedField(max_length=PASSAGE, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    need = CountedField(
        max_length=PASSAGE, required=False, widget=forms.Textarea(attrs={"rows": 3}), label=_("What I need now")
    )

    @property
    def written(self) -> Written:
        """Return what was typed; a line that the page did not ask for stays as it is kept."""
        sent = self.cleaned_data
        about = sent["about"] if "about" in self.data else None
        return Written(about, sent["chosen"], sent["felt"], sent["need"])
