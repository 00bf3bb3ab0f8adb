"""How often a ritual or own time comes: what two people say, and the rule that it makes.

Weeks and months are counted as for talks (`checkins/rhythm/recurrence.py`), so that all of them go alike through every
change of the clocks. Of a month it is the first such day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from agreements.kinds.terms import TRIAL_UNTIL
from checkins.rhythm.patterns import MONTH_WEEKDAY, WEEKS
from checkins.rhythm.recurrence import Rule

DAY, WEEK, TWO_WEEKS, MONTH, NO_FIXED_TIME = "day", "week", "two_weeks", "month", "no_fixed_time"
EVERY_DAY = tuple(range(7))
# Where every week is one of it, it does not matter which the first one was.
LONG_AGO = date(2024, 1, 1)


def rule_of(settings: Mapping[str, Any]) -> Rule | None:
    """Return when it comes; None where no day is set. Without a clock time it comes with the beginning of a day."""
    every, until = settings["every"], settings.get(TRIAL_UNTIL)
    weekdays = _weekdays(settings)
    if not weekdays:
        return None
    return Rule(
        every=MONTH_WEEKDAY if every == MONTH else WEEKS,
        at=time.fromisoformat(settings.get("at") or "00:00"),
        zone=settings["zone"],
        starts_on=_first_day(settings),
        # None comes where it is not agreed on any more, should nobody keep it.
        ends_on=date.fromisoformat(until) if until else None,
        weeks=2 if every == TWO_WEEKS else 1,
        weekdays=weekdays,
        weekday=weekdays[0],
    )


def _weekdays(settings: Mapping[str, Any]) -> tuple[int, ...]:
    if settings["every"] == DAY:
        return EVERY_DAY
    weekday = None if settings["every"] == NO_FIXED_TIME else settings.get("weekday")
    return () if weekday is None else (weekday,)


def _first_day(settings: Mapping[str, Any]) -> date:
    said = settings.get("starts_on") if settings["every"] == TWO_WEEKS else None
    return date.fromisoformat(said) if said else LONG_AGO


def timed_rule_of(settings: Mapping[str, Any]) -> Rule | None:
    """Return when it begins by the clock; None where no clock time is set."""
    return rule_of(settings) if settings.get("at") else None
