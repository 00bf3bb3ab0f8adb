"""The next seven days of two people, as they agreed on them: what comes, what was moved, what was left out.

Nothing in it depends on what anybody did, and no other week is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from basics import formats
from basics.localtime import moment
from checkins.week.entries import Entry, Span, entries_of
from couples.seats.models import Membership

DAYS = 7


@dataclass(frozen=True)
class Day:
    """One day of the week."""

    date: date
    said: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Week:
    """Seven days, from today on the reader's clock."""

    today: date
    entries: Sequence[Entry]

    @property
    def days(self) -> Sequence[Day]:
        """Return each day with what comes then: what has no clock time first."""
        days = [self.today + timedelta(days=number) for number in range(DAYS)]
        return [Day(day, formats.day_said(day, self.today), self._on(day)) for day in days]

    @property
    def any_day(self) -> Sequence[Entry]:
        """Return what comes every week, on no day."""
        return self._on(None)

    @property
    def in_order(self) -> Sequence[Entry]:
        """Return all of it."""
        return [entry for day in self.days for entry in day.entries] + [*self.any_day]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is agreed on for these days."""
        return not self.entries

    @property
    def changes_at(self) -> datetime:
        """Return when it reads otherwise though nobody does anything: another day begins."""
        return moment(self.today + timedelta(days=1), time(), timezone.get_current_timezone_name())

    def _on(self, day: date | None) -> Sequence[Entry]:
        on = [entry for entry in self.entries if entry.day == day]
        return sorted(on, key=lambda entry: (entry.at is not None, entry.at, entry.kind, entry.what))


def week_of(seat: Membership, now: datetime) -> Week:
    """Return the week of a couple, as the holder of this seat reads it. Three queries for any number."""
    today, zone = timezone.localtime(now).date(), timezone.get_current_timezone_name()
    span = Span(moment(today, time(), zone), moment(today + timedelta(days=DAYS), time(), zone), now)
    return Week(today, list(entries_of(seat, span)))
