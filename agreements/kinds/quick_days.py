"""A last day, chosen from a few quick ones or named: with the day of a talk, where one comes at the right time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics import formats
from basics.typed import DayField

FOUR_WEEKS = timedelta(weeks=4)
# Another day was chosen, and none was named.
NO_DAY = gettext_lazy("Choose the day.")
# The choice beside which a day is named.
OTHER = "other"
# A form without it, as the API and older pages send it, names the day alone.
_CHOICE = "choice"


class QuickDay(forms.MultiWidget):
    """Quick choices as buttons of one group, and a date, which is read and shown where none of them is chosen."""

    def __init__(self) -> None:
        day = {"type": "date", "aria-label": gettext_lazy("Another day")}
        super().__init__({_CHOICE: forms.RadioSelect, "": forms.DateInput(attrs=day, format="%Y-%m-%d")})
        self._quick.choices = lambda: quick_days(timezone.localdate())  # type: ignore[assignment]

    @property
    def _quick(self) -> forms.RadioSelect:
        quick = self.widgets[0]
        assert isinstance(quick, forms.RadioSelect), "it stands first"
        return quick

    def offer(self, talk: date | None, since: date, *, may_go_on: bool = True) -> None:
        """Offer what can be chosen from that day on; with the day of a talk, where there is one."""
        self._quick.choices = partial(quick_days, since, talk, may_go_on)  # type: ignore[assignment]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return the day that was chosen, else the one that was named; one that was to be named and was not is none."""
        choice, day = super().value_from_datadict(data, files, name)
        return (day or choice) if choice in (None, OTHER) else choice

    def decompress(self, value: Any) -> list[Any]:
        """Return which choice that is, and the day where it is none of them."""
        said = value.isoformat() if isinstance(value, date) else str(value or "")
        if value == OTHER:
            return [OTHER, ""]
        is_quick = said in [choice for choice, _label in self._quick.choices]
        return [said, ""] if is_quick else [OTHER, said]


class QuickDayField(DayField):
    """A last day, or none of them: that it goes on may be one of the choices."""

    is_asked_by_choice = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=QuickDay, error_messages={"invalid": NO_DAY}, **options)

    def offer(self, talk: date | None, since: date, *, may_go_on: bool = True) -> None:
        """Offer what can be chosen from that day on; with the day of a talk, where there is one."""
        assert isinstance(self.widget, QuickDay), "no form has another one"
        self.widget.offer(talk, since, may_go_on=may_go_on)


def quick_days(since: date, talk: date | None = None, may_go_on: bool = True) -> Sequence[tuple[str, str]]:
    """Return each choice with what it is called: until a talk, four weeks, without a last day, and another day."""
    today, weeks = timezone.localdate(), since + FOUR_WEEKS
    quick = []
    if talk:
        quick.append((talk.isoformat(), _("Until our talk on %(day)s") % {"day": formats.dated(talk, today)}))
    if weeks != talk:
        quick.append((weeks.isoformat(), _("Four weeks, until %(day)s") % {"day": formats.dated(weeks, today)}))
    if may_go_on:
        quick.append(("", _("Until one of us ends it")))
    return [*quick, (OTHER, _("Until another day"))]
