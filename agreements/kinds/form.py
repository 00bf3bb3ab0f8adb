"""Forms for terms: every field has a sensible default, and the API validates with the same forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import MinutesField
from agreements.kinds.quick_days import QuickDayField
from agreements.kinds.terms import TRIAL_UNTIL, TRIGGERS, Terms
from agreements.kinds.triggers import TriggersField
from agreements.wording.forms import HintedForm

LONGEST_TRIAL = timedelta(days=365)
# What every kind has: how long it is tried, and what it is about.
COMMON = (TRIAL_UNTIL, TRIGGERS)


class TermsForm(HintedForm):
    """The fields of one kind's terms; a line or an amendment shows some of them."""

    settings_fields: tuple[str, ...] = ()

    trial_until = QuickDayField(
        label=_("How long we try it"),
        help_text=_("After its last day it ends by itself, unless you both keep it."),
    )

    triggers = TriggersField(label=_("What it is about"), help_text=_("At most three. You both see them."))

    def __init_subclass__(cls, **options: Any) -> None:
        """Let no kind be without them: whatever two people agree on, they may try it first."""
        super().__init_subclass__(**options)
        own = (name for name in cls.settings_fields if name not in COMMON)
        cls.settings_fields = (*own, *COMMON)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        shown: Iterable[str] | None = None,
        partner_name: str = "",
        author_name: str = "",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {})})
        # What it is comes first, how long it is tried and what it is about last.
        for name in COMMON:
            self.fields[name] = self.fields.pop(name)
        # Who began it, and the other: whoever of the two has the form before them.
        self.author_name = author_name or str(_("me"))
        self.partner_name = partner_name or str(_("my partner"))
        if shown is not None:
            wanted = set(shown)
            self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        for name, field in self.fields.items():
            if isinstance(field, MinutesField):
                field.offer(self.initial.get(name))
        self.offer_hints()
        self.address_partner()

    @classmethod
    def as_said_today(cls, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return settings as this form says them; versions of before are never edited, and may say them otherwise."""
        return {TRIAL_UNTIL: None, TRIGGERS: [], **settings}

    def clean_trial_until(self) -> date | None:
        """Refuse a day that is over, or all but; one that stood there before may be today."""
        until: date | None = self.cleaned_data[TRIAL_UNTIL]
        today = timezone.localdate()
        if until is None:
            return None
        stood_there = until.isoformat() == str(self.initial.get(TRIAL_UNTIL))
        if until < today or (until == today and not stood_there):
            raise forms.ValidationError(_("This date is over. Choose tomorrow or a later one."), code="past")
        if until > today + LONGEST_TRIAL:
            raise forms.ValidationError(_("A year is the longest. Choose a nearer date."), code="far")
        return until

    def address_partner(self) -> None:
        """Let a kind put the names of the two into labels."""

    def written_by_partner(self, read: Terms) -> None:
        """Let a kind leave out what only the one who began the agreement can choose, of the terms that were read."""

    def unfinished(self) -> TermsForm:
        """Let texts be empty still, for keeping what is being written."""
        for name in self.words_fields:
            if name in self.fields:
                self.fields[name].required = False
        return self

    @property
    def kept_values(self) -> dict[str, Any]:
        """Return what was changed on this page, as far as it is valid."""
        changed = set(self.changed_data)
        return {name: plain(value) for name, value in self.cleaned_data.items() if name in changed}

    @property
    def terms(self) -> Terms:
        """Return the valid terms of the fields shown."""
        valid = {name: plain(value) for name, value in self.cleaned_data.items()}
        return Terms(
            {name: valid[name] for name in self.words_fields if name in valid},
            {name: valid[name] for name in self.settings_fields if name in valid},
        )

    @property
    def terms_so_far(self) -> Terms:
        """Return whole terms of an unfinished form: where nothing valid was typed, what the page showed."""
        return first_terms(type(self), {**self.initial, **self.cleaned_data})


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates and times as ISO text."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value


def first_terms(form_class: type[TermsForm], starter: Mapping[str, Any]) -> Terms:
    """Return the defaults of every field, with what the starter brings, in the active language."""
    form = form_class(initial=starter)
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return Terms(
        {name: str(values[name] or "") for name in form.words_fields},
        form.as_said_today({name: plain(values[name]) for name in form.settings_fields}),
    )
