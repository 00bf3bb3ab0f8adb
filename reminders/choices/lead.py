"""How long before their talks one person is reminded once more: a common length, or so many days and hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

HOUR, DAY = 60, 24 * 60
MOST_DAYS, MOST_HOURS = 7, 23
LONGEST = MOST_DAYS * DAY + MOST_HOURS * HOUR
# The shortest; all others are whole hours.
QUARTER = 15
OTHER = "other"
COMMON = (
    ("", _("no, what we agreed is enough")),
    ("0", _("when it begins")),
    ("15", _("15 minutes before")),
    ("60", _("1 hour before")),
    ("180", _("3 hours before")),
    ("1440", _("the day before")),
)
CHOICES = (*COMMON, (OTHER, _("this long before:")))
LABEL = _("Remind me of our talks once more")


def days() -> list[tuple[int, str]]:
    """Return how many days one can choose, in the active language."""
    return [(n, ngettext("%(n)s day", "%(n)s days", n) % {"n": n}) for n in range(MOST_DAYS + 1)]


def hours() -> list[tuple[int, str]]:
    """Return how many hours beside them."""
    return [(n, ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}) for n in range(MOST_HOURS + 1)]


def can_be_lead(minutes: int) -> bool:
    """Tell whether one can choose it."""
    return minutes == QUARTER or (minutes % HOUR == 0 and 0 <= minutes <= LONGEST)


class LeadWidget(forms.MultiWidget):
    """The common lengths, and beside them days and hours, which count if none of the common ones is chosen."""

    def __init__(self) -> None:
        # The first goes by the name of the whole: whoever knows only the minutes sends them alone.
        super().__init__(
            {
                "": forms.Select(choices=CHOICES, attrs={"aria-label": LABEL}),
                "days": forms.Select(
                    choices=CallableChoiceIterator(days), attrs={"aria-label": _("Days before"), "class": "own-lead"}
                ),
                "hours": forms.Select(
                    choices=CallableChoiceIterator(hours),
                    attrs={"aria-label": _("Hours before"), "class": "own-lead"},
                ),
            }
        )

    def decompress(self, value: Any) -> list[Any]:
        """Return what each part shows for so many minutes; what is none stands alone, for the field to refuse."""
        text = str(value)
        is_whole = text.isdecimal() and len(text) <= len(str(LONGEST))
        if text in dict(COMMON) or not is_whole or not can_be_lead(int(text)):
            return [value, 0, 0]
        return [OTHER, int(text) // DAY, int(text) % DAY // HOUR]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        """Return what was sent for each part."""
        parts: list[Any] = super().value_from_datadict(data, files, name)
        return parts if parts[0] == OTHER else self.decompress(parts[0])


class LeadField(forms.MultiValueField):
    """So many minutes, or None."""

    default_error_messages = {"nothing": _("Choose days, hours, or both.")}

    def __init__(self, **options: Any) -> None:
        parts = (
            forms.ChoiceField(choices=CHOICES, required=False),
            forms.TypedChoiceField(choices=days, coerce=int, required=False),
            forms.TypedChoiceField(choices=hours, coerce=int, required=False),
        )
        super().__init__(fields=parts, widget=LeadWidget(), required=False, require_all_fields=False, **options)

    def compress(self, parts: list[Any]) -> int | None:
        """Return the parts as minutes."""
        chosen, of_days, of_hours = parts or ("", 0, 0)
        if chosen != OTHER:
            return int(chosen) if chosen else None
        if not of_days and not of_hours:
            raise forms.ValidationError(self.error_messages["nothing"], code="nothing")
        return int(of_days or 0) * DAY + int(of_hours or 0) * HOUR
