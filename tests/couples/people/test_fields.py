"""Fields about a person."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

from couples.people.fields import own_zone_field, zone_field


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_zones_are_printed_as_django_prints_a_select(language: str) -> None:
    with translation.override(language):
        for field in (own_zone_field(), zone_field(required=False)):
            for chosen in ("", "Europe/Berlin", "Mars/Olympus", '"><script>', None):
                assert printed(field, field.widget, chosen) == printed(field, forms.Select(field.widget.attrs), chosen)


def printed(field: forms.ChoiceField, widget: forms.Widget, chosen: str | None) -> str:
    class Form(forms.Form):
        zone = field

    form = Form(initial={"zone": chosen})
    widget.choices = form.fields["zone"].choices  # type: ignore[attr-defined]
    form.fields["zone"].widget = widget
    return str(form["zone"])
