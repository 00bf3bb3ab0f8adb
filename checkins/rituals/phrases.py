"""When a ritual or own time comes, in words: every day, 22:30; every other Saturday; whenever it suits us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from basics import formats
from checkins.rhythm.phrases import on_each
from checkins.rituals.patterns import DAY, MONTH, NO_FIXED_TIME, TWO_WEEKS, WEEK, rule_of


def when_said(settings: Mapping[str, Any]) -> str:
    """Return when, on the agreed clock."""
    if settings["every"] == NO_FIXED_TIME:
        return _("Whenever it suits us")
    return _at(_on_which_day(settings["every"], settings.get("weekday")), settings)


def when_in_a_tile(settings: Mapping[str, Any]) -> str:
    """Return when, as short as it can be said: Fridays, 19:00."""
    weekday = settings.get("weekday")
    if settings["every"] == WEEK and weekday is not None:
        return _on_each(on_each(weekday), settings.get("at"))
    when = when_said(settings)
    return f"{when[:1].lower()}{when[1:]}"


def _on_each(weekdays: str, time: str | None) -> str:
    if not time:
        return pgettext("every week", "%(weekdays)s") % {"weekdays": weekdays}
    return pgettext("every week", "%(weekdays)s, %(time)s") % {"weekdays": weekdays, "time": time}


def _at(days: str, settings: Mapping[str, Any]) -> str:
    if not settings.get("at") or rule_of(settings) is None:
        return days
    return _("%(days)s, %(time)s") % {"days": days, "time": settings["at"]}


def _on_which_day(every: str, weekday: int | None) -> str:
    if every == DAY:
        return _("Every day")
    if weekday is None:
        return {WEEK: _("Every week"), TWO_WEEKS: _("Every other week"), MONTH: _("Every month")}[every]
    said = {
        WEEK: _("Every %(weekday)s"),
        TWO_WEEKS: _("Every other %(weekday)s"),
        MONTH: _("Every first %(weekday)s of the month"),
    }
    return said[every] % {"weekday": formats.weekday(weekday)}
