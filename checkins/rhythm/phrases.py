"""A rhythm in words: every Sunday, on the 31st of the month, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from basics import formats
from checkins.rhythm.patterns import LAST_WEEK, MONTH_DAY, MONTH_WEEKDAY, ONCE, WEEKS, as_said_today
from checkins.rhythm.recurrence import SHORTEST_MONTH


def when_said(settings: Mapping[str, Any], is_short: bool = False) -> str:
    """Return when, on the agreed clock; in short without what happens in shorter months."""
    said = as_said_today(settings)
    if said["every"] == MONTH_DAY and not is_short and said["day_of_month"] > SHORTEST_MONTH:
        text = _("On the %(day)s of the month (the last day in shorter months), %(time)s")
        return text % {"day": formats.ordinal(said["day_of_month"]), "time": said["at"]}
    return {WEEKS: _weeks, MONTH_DAY: _month_day, MONTH_WEEKDAY: _month_weekday, ONCE: _once}[said["every"]](said)


def when_in_a_tile(settings: Mapping[str, Any]) -> str:
    """Return when, as short as it can be said: Sundays, 20:30."""
    said = as_said_today(settings)
    if said["every"] == WEEKS and said["weeks"] == 1:
        days = formats.all_of([on_each(day) for day in said["weekdays"]])
        return pgettext("every week", "%(weekdays)s, %(time)s") % {"weekdays": days, "time": said["at"]}
    when = when_said(settings, is_short=True)
    return f"{when[:1].lower()}{when[1:]}"


def on_each(weekday: int) -> str:
    """Return a day that comes again and again: Fridays."""
    return (
        _("Mondays"),
        _("Tuesdays"),
        _("Wednesdays"),
        _("Thursdays"),
        _("Fridays"),
        _("Saturdays"),
        _("Sundays"),
    )[weekday]


def _weeks(said: Mapping[str, Any]) -> str:
    days = {"weekday": formats.all_of([formats.weekday(day) for day in said["weekdays"]]), "time": said["at"]}
    if said["weeks"] == 1:
        return _("Every %(weekday)s, %(time)s") % days
    if said["weeks"] == 2 and len(said["weekdays"]) == 1:
        return _("Every other %(weekday)s, %(time)s") % days
    if said["weeks"] == 2:
        return _("Every other week on %(weekday)s, %(time)s") % days
    return _("Every %(which)s week on %(weekday)s, %(time)s") % {"which": _which_week(said["weeks"]), **days}


def _which_week(weeks: int) -> str:
    return {
        3: pgettext("of so many weeks", "third"),
        4: pgettext("of so many weeks", "fourth"),
        5: pgettext("of so many weeks", "fifth"),
        6: pgettext("of so many weeks", "sixth"),
        7: pgettext("of so many weeks", "seventh"),
        8: pgettext("of so many weeks", "eighth"),
    }[weeks]


def _month_day(said: Mapping[str, Any]) -> str:
    day = formats.ordinal(said["day_of_month"])
    return _("On the %(day)s of the month, %(time)s") % {"day": day, "time": said["at"]}


def _month_weekday(said: Mapping[str, Any]) -> str:
    which = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST_WEEK: _("last")}
    return _("Every %(which)s %(weekday)s of the month, %(time)s") % {
        "which": which[said["week_of_month"]],
        "weekday": formats.weekday(said["weekday"]),
        "time": said["at"],
    }


def _once(said: Mapping[str, Any]) -> str:
    if not said["once_on"]:
        return _("Once, %(time)s") % {"time": said["at"]}
    day = formats.day(date.fromisoformat(said["once_on"]))
    return _("Once, on %(day)s, %(time)s") % {"day": day, "time": said["at"]}
