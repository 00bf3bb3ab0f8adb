"""When a rhythm's check-ins are: local wall-clock times turned into moments.

The rule runs on local dates, so a check-in stays at 20:30 through every change of the clocks. dateutil's `rrule`
does the calendar; it is anchored near `after`, so that a rhythm of ten years costs no more than a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from basics.localtime import local, moment

WEEKS, MONTH_DAY, MONTH_WEEKDAY, ONCE = "weeks", "month_day", "month_weekday", "once"
LAST_WEEK = -1
SHORTEST_MONTH = 28


@dataclass(frozen=True)
class Rule:
    """The settings of a rhythm that say when; what its pattern does not use says nothing."""

    every: str
    at: time
    zone: str
    starts_on: date
    # The last day on which there may be a talk.
    ends_on: date | None = None
    weeks: int = 1
    weekdays: tuple[int, ...] = ()
    day_of_month: int = 1
    weekday: int = 0
    week_of_month: int = 1

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Rule:
        """Read a version's settings, of whichever time."""
        said = {name: value for name, value in as_said_today(settings).items() if value not in (None, "")}
        used = {name: said[name] for name in ("weeks", "day_of_month", "weekday", "week_of_month") if name in said}
        first, last = (said["once_on"],) * 2 if said["every"] == ONCE else (said["starts_on"], said.get("ends_on"))
        return cls(
            every=said["every"],
            at=time.fromisoformat(said["at"]),
            zone=said["zone"],
            starts_on=date.fromisoformat(first),
            ends_on=date.fromisoformat(last) if last else None,
            weekdays=tuple(said.get("weekdays", ())),
            **used,
        )


def as_said_today(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as forms say them now: versions are never edited, so those of before say it in their own way."""
    said = dict(settings)
    if said.get("every") in ("week", "two_weeks"):
        weeks = 1 if said["every"] == "week" else 2
        return {**said, "every": WEEKS, "weeks": weeks, "weekdays": [said.get("weekday")]}
    return {**said, "every": MONTH_WEEKDAY} if said.get("every") == "month" else said


def next_slot(rule: Rule, after: datetime) -> datetime | None:
    """Return the first check-in strictly after `after`, in UTC; None once the rhythm is over."""
    return next(slots(rule, after), None)


def slots(rule: Rule, after: datetime) -> Iterator[datetime]:
    """Yield every check-in strictly after `after`, in UTC and in order, without end but for the rule's own."""
    latest = after
    for day in _days(rule, local(after, rule.zone).date()):
        slot = moment(day, rule.at, rule.zone)
        # A day that the clocks skip as a whole happens with the next one, which may be a day of the rhythm itself.
        if slot > latest:
            yield slot
            latest = slot


def _days(rule: Rule, around: date) -> Iterator[date]:
    """Yield the local dates from shortly before `around`."""
    for day in _pattern(rule, around):
        if rule.ends_on and day > rule.ends_on:
            return
        if day >= rule.starts_on:
            yield day


def _pattern(rule: Rule, around: date) -> Iterable[date]:
    if rule.every == ONCE:
        return (rule.starts_on,)
    days = _weekly(rule, around) if rule.every == WEEKS else _monthly(rule, around)
    return (day.date() for day in days)


def _weekly(rule: Rule, around: date) -> rrule:
    """Weeks are counted from the first talk: each begins on its weekday, and so holds all the chosen days."""
    first = min(rule.starts_on + timedelta(days=(day - rule.starts_on.weekday()) % 7) for day in rule.weekdays)
    period = 7 * rule.weeks
    anchor = first + timedelta(days=max((around - first).days // period - 1, 0) * period)
    return rrule(WEEKLY, interval=rule.weeks, byweekday=rule.weekdays, wkst=first.weekday(), dtstart=_midnight(anchor))


def _monthly(rule: Rule, around: date) -> rrule:
    anchor = _midnight(max(rule.starts_on, around - relativedelta(months=1)).replace(day=1))
    if rule.every == MONTH_DAY:
        return _by_date(rule.day_of_month, anchor)
    return rrule(MONTHLY, byweekday=weekday(rule.weekday)(rule.week_of_month), dtstart=anchor)


def _by_date(day_of_month: int, anchor: datetime) -> rrule:
    if day_of_month <= SHORTEST_MONTH:
        return rrule(MONTHLY, bymonthday=day_of_month, dtstart=anchor)
    # The last of them that the month has.
    days = tuple(range(SHORTEST_MONTH, day_of_month + 1))
    return rrule(MONTHLY, bymonthday=days, bysetpos=-1, dtstart=anchor)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
