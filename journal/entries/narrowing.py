"""Fewer of one's own entries than all: what a number on a card leads to, and is counted by.

One place says which entries belong to it, and in which words: a card counts with it, and the list shows with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from basics import formats
from basics.localtime import local, moment
from basics.typed import DayField, WholeField
from journal.entries.reading import EntryAsRead

WEEKDAYS, WEEKEND = "weekday", "weekend"
# A day of the week by its number, from 0 for Monday.
DAYS = {str(number): (number,) for number in range(7)} | {WEEKDAYS: (0, 1, 2, 3, 4), WEEKEND: (5, 6)}


@dataclass(frozen=True)
class Narrowing:
    """Entries of some days, by the clock of whoever wrote them; each thing that is left out narrows nothing."""

    trigger: str
    first: date
    last: date
    # A key of DAYS.
    day: str = ""
    # From which hour to which, the second not among them.
    hours: tuple[int, int] | None = None

    def of(self, entries: Iterable[EntryAsRead], zone: str) -> list[EntryAsRead]:
        """Return those that belong to it."""
        return [entry for entry in entries if self.has(entry, zone)]

    def has(self, entry: EntryAsRead, zone: str) -> bool:
        """Tell whether an entry belongs to it."""
        if entry.trigger != self.trigger:
            return False
        at = local(entry.at, zone)
        return self.first <= at.date() <= self.last and self.falls_on(at.weekday(), at.hour)

    def falls_on(self, weekday: int, hour: int) -> bool:
        """Tell whether its days of the week and its hours are those."""
        is_at = self.hours is None or self.hours[0] <= hour < self.hours[1]
        return is_at and weekday in DAYS.get(self.day, range(7))

    def begins_at(self, zone: str) -> datetime:
        """Return the moment from which its entries can be, a little before it."""
        return moment(self.first, time(), zone) - timedelta(minutes=1)

    @property
    def query(self) -> str:
        """Return what makes the list show these and no others."""
        said = {"trigger": self.trigger, "first": self.first.isoformat(), "last": self.last.isoformat()}
        said |= {"day": self.day} if self.day else {}
        if self.hours:
            said |= {"start": str(self.hours[0]), "end": str(self.hours[1])}
        return f"?{urlencode(said)}"

    @property
    def days(self) -> str:
        """Return from which day to which."""
        return f"{formats.short_day(self.first)} – {formats.short_day(self.last)}"

    @property
    def when(self) -> str:
        """Return the days of the week and the hours as a sentence says them; empty for any."""
        if self.day and self.hours:
            return _("%(day)s %(hours)s") % {"day": self._day_said, "hours": self._hours_said}
        return self._day_said or self._hours_said

    @property
    def _day_said(self) -> str:
        if self.day in (WEEKDAYS, WEEKEND):
            return _("on a weekday") if self.day == WEEKDAYS else _("at a weekend")
        return _("on a %(weekday)s") % {"weekday": formats.weekday(int(self.day))} if self.day else ""

    @property
    def _hours_said(self) -> str:
        if self.hours is None:
            return ""
        start, end = self.hours
        if end == 24:
            return _("after %(start)s:00") % {"start": start}
        return _("between %(start)s:00 and %(end)s:00") % {"start": start, "end": end}


@dataclass(frozen=True)
class Count:
    """A number on a card, and the entries behind it."""

    number: int
    narrowing: Narrowing

    @property
    def when(self) -> str:
        """Return the days and hours of these."""
        return self.narrowing.when

    @property
    def query(self) -> str:
        """Return what makes the list show exactly these."""
        return self.narrowing.query


def label_of(entries: Sequence[EntryAsRead]) -> str:
    """Return what these entries call what set them off: as the newest says it."""
    return next((entry.trigger_label for entry in entries if entry.trigger_label), "")


class NarrowForm(forms.Form):
    """Which of them to show, as a query says it. Changes nothing."""

    trigger = forms.CharField()
    first = DayField()
    last = DayField()
    day = forms.ChoiceField(required=False, choices=[(name, name) for name in DAYS])
    start = WholeField(required=False, min_value=0, max_value=24)
    end = WholeField(required=False, min_value=0, max_value=24)

    @property
    def narrowing(self) -> Narrowing:
        """Return it, of a valid form."""
        said = self.cleaned_data
        hours = (said["start"] or 0, said["end"]) if said["end"] else None
        return Narrowing(said["trigger"], said["first"], said["last"], said["day"], hours)
