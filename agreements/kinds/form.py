"""Forms for terms: every field has a sensible default, and the API validates with the same forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.kinds.fields import MinutesField
from agreements.kinds.terms import Terms


class TermsForm(forms.Form):
    """The fields of one kind's terms; a line or an amendment shows some of them."""

    words_fields: tuple[str, ...] = ()
    settings_fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        shown: Iterable[str] | None = None,
        partner_name: str = "",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial or {})})
        self.partner_name = partner_name or str(_("my partner"))
        if shown is not None:
            wanted = set(shown)
            self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        for name, field in self.fields.items():
            if isinstance(field, MinutesField):
                field.offer(self.initial.get(name))
        self.address_partner()

    @classmethod
    def as_said_today(cls, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return settings as this form says them; versions of before are never edited, and may say them otherwise."""
        return {**settings}

    def address_partner(self) -> None:
        """Let a kind put the partner's name into labels."""

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
