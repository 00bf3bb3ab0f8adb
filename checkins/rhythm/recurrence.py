"""When a rhythm's check-ins are: local wall-clock times turned into moments.

The rule runs on local dates, so a check-in stays at 20:30 through every change of the clocks. dateutil's `rrule`
does the calendar; it is anchored near `after`, so that a rhythm of ten years costs no more than a new one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from basics.localtime import local, moment

EVERY = ("week", "two_weeks", "month")
LAST_WEEK = -1


@dataclass(frozen=True)
class Rule:
    """The settings of a rhythm that say when."""

    every: str
    weekday: int
    week_of_month: int
    at: time
    zone: str
    starts_on: date

    @classmethod
    def of(cls, settings: dict[str, Any]) -> Rule:
        """Read a version's settings."""
        return cls(
            every=settings["every"],
            weekday=settings["weekday"],
            week_of_month=settings["week_of_month"],
            at=time.fromisoformat(settings["at"]),
            zone=settings["zone"],
            starts_on=date.fromisoformat(settings["starts_on"]),
        )


def next_slot(rule: Rule, after: datetime) -> datetime:
    """Return the first check-in strictly after `after`, in UTC."""
    return next(slots(rule, after))


def slots(rule: Rule, after: datetime) -> Iterator[datetime]:
    """Yield every check-in strictly after `after`, in UTC and in order, without end."""
    for day in _days(rule, local(after, rule.zone).date()):
        slot = moment(day, rule.at, rule.zone)
        if slot > after:
            yield slot


def _days(rule: Rule, around: date) -> Iterator[date]:
    """Yield the local dates from shortly before `around`."""
    anchor = datetime.combine(_anchor(rule, around), time())
    if rule.every == "month":
        nth = weekday(rule.weekday)(rule.week_of_month)
        occurrences = rrule(MONTHLY, dtstart=anchor, byweekday=nth)
    else:
        occurrences = rrule(WEEKLY, interval=2 if rule.every == "two_weeks" else 1, dtstart=anchor)
    for occurrence in occurrences:
        if occurrence.date() >= rule.starts_on:
            yield occurrence.date()


def _anchor(rule: Rule, around: date) -> date:
    """Return a date from which the rule yields the same dates as from its own start, near `around`."""
    if rule.every == "month":
        return max(rule.starts_on, around - relativedelta(months=1)).replace(day=1)
    first = rule.starts_on + timedelta(days=(rule.weekday - rule.starts_on.weekday()) % 7)
    period = 14 if rule.every == "two_weeks" else 7
    return first + timedelta(days=max((around - first).days // period - 1, 0) * period)
