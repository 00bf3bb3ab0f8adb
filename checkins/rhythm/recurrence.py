"""When a rhythm's check-ins are: local wall-clock times turned into moments.

The rule runs on local dates, so a check-in stays at 20:30 through every change of the clocks. dateutil's `rrule`
does the calendar; it is anchored near `after`, so that a rhythm of ten years costs no more than a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from agreements.kinds.terms import TRIAL_UNTIL
from basics.localtime import local, moment
from checkins.rhythm.patterns import MONTH_DAY, ONCE, WEEKS, as_said_today

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
        said = {name: value for name, value in as_said_today(settings).items() if value is not None}
        used = {name: said[name] for name in ("weeks", "day_of_month", "weekday", "week_of_month") if name in said}
        first, last = _first_and_last(said)
        return cls(
            every=said["every"],
            at=time.fromisoformat(said["at"]),
            zone=said["zone"],
            starts_on=first,
            ends_on=last,
            weekdays=tuple(said.get("weekdays", ())),
            **used,
        )


def _first_and_last(said: Mapping[str, Any]) -> tuple[date, date | None]:
    """Return between which days talks are. Without the first one, as in a draft, there is none."""
    is_once = said["every"] == ONCE
    first, last = said.get("once_on" if is_once else "starts_on"), said.get("once_on" if is_once else "ends_on")
    if first is None:
        return date.max, date.min
    # No talk is put where the rhythm is not agreed on any more, should nobody keep it.
    ends = [date.fromisoformat(each) for each in (last, said.get(TRIAL_UNTIL)) if each]
    return date.fromisoformat(first), min(ends, default=None)


def next_slot(rule: Rule, after: datetime) -> datetime | None:
    """Return the first check-in strictly after `after`, in UTC; None once the rhythm is over."""
    return next(slots(rule, after), None)


def is_over(settings: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether the last talk of a rhythm is over; one whose day is still to be chosen is not."""
    rule = Rule.of(settings)
    begun_lately = now - timedelta(minutes=settings.get("minutes", 0))
    return rule.starts_on < date.max and next_slot(rule, begun_lately) is None


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
    """Yield the local dates from the day before `around` or earlier."""
    if rule.ends_on and rule.ends_on < rule.starts_on:
        return
    # A day that the clocks skipped may still be to come on the next one.
    for day in _pattern(rule, around - timedelta(days=1)):
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
    anchor = first + timedelta(days=max((around - first).days // period, 0) * period)
    return rrule(WEEKLY, interval=rule.weeks, byweekday=rule.weekdays, wkst=first.weekday(), dtstart=_midnight(anchor))


def _monthly(rule: Rule, around: date) -> rrule:
    anchor = _midnight(max(rule.starts_on, around).replace(day=1))
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
