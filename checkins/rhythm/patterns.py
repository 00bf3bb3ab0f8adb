"""How often two people talk: the patterns, what each of them asks for, and how settings of before are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WEEKS, MONTH_DAY, MONTH_WEEKDAY, ONCE = EVERY = ("weeks", "month_day", "month_weekday", "once")
SUNDAY = 6
LAST_WEEK = -1
MOST_WEEKS = 8
MOST_WEEKDAYS = 3
LONGEST_MONTH = 31

# What is asked for by some patterns alone, with what it usually is.
USUAL: Mapping[str, Any] = {
    "weeks": 1,
    "weekdays": [SUNDAY],
    "day_of_month": 1,
    "weekday": SUNDAY,
    "week_of_month": 1,
    "once_on": None,
    "ends_on": None,
}
USED: Mapping[str, tuple[str, ...]] = {
    WEEKS: ("weeks", "weekdays", "ends_on"),
    MONTH_DAY: ("day_of_month", "ends_on"),
    MONTH_WEEKDAY: ("week_of_month", "weekday", "ends_on"),
    ONCE: ("once_on",),
}
_WEEKS_OF_BEFORE = {"week": 1, "two_weeks": 2}


def as_said_today(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings as the form says them now: what the pattern does not use says nothing.

    Versions are never edited: those of before named a week, two weeks or a month, and one day of the week.
    """
    said = _renamed(settings)
    if said.get("every") not in USED:
        return said
    used = USED[said["every"]]
    chosen = {name: _or_usual(said.get(name), usual) if name in used else None for name, usual in USUAL.items()}
    return {**said, **chosen}


def _or_usual(value: Any, usual: Any) -> Any:
    return usual if value in (None, "", []) else value


def _renamed(settings: Mapping[str, Any]) -> dict[str, Any]:
    every = settings.get("every")
    if every in _WEEKS_OF_BEFORE:
        return {**settings, "every": WEEKS, "weeks": _WEEKS_OF_BEFORE[every], "weekdays": [settings.get("weekday")]}
    return {**settings, "every": MONTH_WEEKDAY} if every == "month" else {**settings}
