"""Fields about a person, the same on every form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from basics import formats
from basics.localtime import NO_SUCH_ZONE, zone_names


def zone_choices() -> Sequence[tuple[str, str]]:
    """Return the zones for a select, as people read them."""
    return _zones_in(get_language())


@cache  # hundreds of labels, twice a page
def _zones_in(_language: str | None) -> Sequence[tuple[str, str]]:
    return tuple((name, formats.zone_label(name)) for name in zone_names())


class ZoneSelect(forms.Select):
    """A select that prints its hundreds of options at once: Django makes each an object, and a turn of a template."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Leave it to what is printed."""
        return []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the options as text."""
        context = super().get_context(name, value, attrs)
        printed = dict(_printed(tuple((zone, str(label)) for zone, label in self.choices)))
        for chosen in printed.keys() & {*context["widget"]["value"]}:
            printed[chosen] = printed[chosen].replace('">', '" selected>', 1)
        context["widget"]["printed"] = SafeString("".join(printed.values()))
        return context


@lru_cache(maxsize=16)  # a few lists in each language
def _printed(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {zone: f'\n  <option value="{escape(zone)}">{escape(label)}</option>' for zone, label in choices}


def zone_field(choices: Callable[[], Sequence[tuple[str, str]]] = zone_choices, **options: Any) -> forms.ChoiceField:
    """Return the field for a time zone, the same on every form."""
    options.setdefault("label", _("Time zone"))
    options.setdefault("widget", ZoneSelect)
    return forms.ChoiceField(choices=choices, error_messages={"invalid_choice": NO_SUCH_ZONE}, **options)


def own_zone_field(**options: Any) -> forms.ChoiceField:
    """Return the field for a person's own zone, which the device may guess."""
    return zone_field(
        choices=lambda: [("", gettext("Choose your time zone")), *zone_choices()],
        widget=ZoneSelect(attrs={"data-guess-zone": "", "autocomplete": "off"}),
        **options,
    )


def guess_zone() -> str:
    """Return a first guess without JavaScript: the zone that the language all but names, else none."""
    return "Asia/Shanghai" if get_language() == "zh-hans" else ""
