"""A rhythm's talks by walking day by day with zoneinfo alone: slow, and nothing in it is the code that it judges."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# Farther than any zone's clocks are from UTC.
FAR = timedelta(hours=26)


def talks(settings: Mapping[str, Any], after: datetime, until: datetime) -> list[datetime]:
    """Return the moments of all talks after `after` and before `until`."""
    return at_moments(talk_days(settings, (until + FAR).date()), settings, settings["zone"], after, until)


def at_moments(
    days: list[date], settings: Mapping[str, Any], zone: str, after: datetime, until: datetime
) -> list[datetime]:
    """Return when talks on these days are in a zone: of two at one moment, one."""
    near = [day for day in days if (after - FAR).date() - DAY <= day <= (until + FAR).date()]
    found = {_moment(datetime.combine(day, time.fromisoformat(settings["at"])), ZoneInfo(zone)) for day in near}
    return sorted(moment for moment in found if after < moment < until)


def talk_days(settings: Mapping[str, Any], last: date) -> list[date]:
    """Return the days of talks up to one day, as their wall calendar has them."""
    if settings["every"] == "once":
        return [date.fromisoformat(settings["once_on"])]
    first = date.fromisoformat(settings["starts_on"])
    ends_on = date.fromisoformat(settings["ends_on"]) if settings["ends_on"] else date.max
    days = takewhile(lambda day: day <= min(last, ends_on), _days_from(first))
    chosen = {"weeks": _of_weeks, "month_day": _of_month_day, "month_weekday": _of_month_weekday}
    return list(chosen[settings["every"]](days, settings))


def _days_from(first: date) -> Iterator[date]:
    while True:
        yield first
        first += DAY


def _of_weeks(days: Iterator[date], settings: Mapping[str, Any]) -> Iterator[date]:
    counted_from = None
    for day in days:
        if day.weekday() in settings["weekdays"]:
            counted_from = counted_from or day
            if (day - counted_from).days // 7 % settings["weeks"] == 0:
                yield day


def _of_month_day(days: Iterator[date], settings: Mapping[str, Any]) -> Iterator[date]:
    return (day for day in days if day.day == min(settings["day_of_month"], monthrange(day.year, day.month)[1]))


def _of_month_weekday(days: Iterator[date], settings: Mapping[str, Any]) -> Iterator[date]:
    for day in days:
        is_last = (day + 7 * DAY).month != day.month
        which = {(day.day - 1) // 7 + 1, -1 if is_last else 0}
        if day.weekday() == settings["weekday"] and settings["week_of_month"] in which:
            yield day


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the clocks show this; where none does, by the offset from before the gap."""
    as_utc = wall.replace(tzinfo=UTC)
    offsets = [(as_utc + shift).astimezone(zone).utcoffset() or timedelta() for shift in (-FAR, FAR)]
    moments = sorted(as_utc - offset for offset in offsets)
    shown = [moment for moment in moments if moment.astimezone(zone).replace(tzinfo=None) == wall]
    return shown[0] if shown else as_utc - offsets[0]


def random_settings(chance: random.Random, starts: date, zone: str) -> dict[str, Any]:
    """Return some rhythm's settings, as forms write them; one of five ends by itself."""
    first = starts + timedelta(days=chance.randrange(400))
    return {
        "every": chance.choice(("weeks", "weeks", "month_day", "month_weekday", "once")),
        "weeks": chance.randint(1, 8),
        "weekdays": sorted(chance.sample(range(7), chance.randint(1, 3))),
        "day_of_month": chance.randint(1, 31),
        "weekday": chance.randrange(7),
        "week_of_month": chance.choice((1, 2, 3, 4, -1)),
        "once_on": (first + timedelta(days=chance.randrange(900))).isoformat(),
        "at": f"{chance.choice((0, 1, 2, 3, 20, 23)):02}:{chance.choice((0, 15, 30)):02}",
        "zone": zone,
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=chance.randrange(1200))).isoformat() if chance.random() < 0.2 else None,
    }
