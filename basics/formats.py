"""Times as people say them, in the reader's language and zone, by CLDR's patterns."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from django.utils import timezone
from django.utils.translation import get_language, ngettext, npgettext, pgettext
from django.utils.translation import gettext as _


def babel_locale() -> Locale:
    """Return CLDR's locale for the language that is active now."""
    return Locale.parse({"zh-hans": "zh_Hans"}.get(get_language() or "en", "en_GB"))


def clock(when: datetime) -> str:
    """Return the wall clock in the active zone: 20:30."""
    return format_time(timezone.localtime(when), "HH:mm", locale=babel_locale())


def day(when: datetime | date) -> str:
    """Return the date without a clock time: 3 May 2027."""
    shown = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return format_date(shown, "long", locale=babel_locale())


def short_day(when: datetime | date) -> str:
    """Return day and month: 3 May."""
    shown = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return format_skeleton("MMMd", shown, locale=babel_locale())


def months(first: date, last: date) -> str:
    """Return some months of a year: October – December 2026."""
    return str(format_interval(first, last, "yMMMM", locale=babel_locale()))


def month(day: date) -> str:
    """Return the name of a month, short: Oct."""
    return format_date(day, "LLL", locale=babel_locale())


def date_said(shown: date, today: date) -> str:
    """Return a date as a sentence says it: 1 March, and 1 March 2028 where it is far."""
    is_near = abs((shown - today).days) < 300
    return str(format_skeleton("MMMMd", shown, locale=babel_locale())) if is_near else day(shown)


def since_said(when: datetime, now: datetime) -> str:
    """Return the day from which something has been so: 25 November, and 25 November 2025 from the next year on."""
    shown, today = timezone.localtime(when).date(), timezone.localtime(now).date()
    return format_skeleton("MMMMd", shown, locale=babel_locale()) if shown.year == today.year else day(shown)


def weekday(number: int) -> str:
    """Return the name of a weekday, 0 for Monday."""
    locale = babel_locale()
    # In Chinese people say 周日; CLDR's long form 星期日 is for timetables.
    width = "abbreviated" if locale.language == "zh" else "wide"
    return str(locale.days["stand-alone"][width][number])


def ordinal(number: int) -> str:
    """Return which one of several: 31st."""
    endings = {"one": _("%(n)sst"), "two": _("%(n)snd"), "few": _("%(n)srd")}
    return endings.get(babel_locale().ordinal_form(number), _("%(n)sth")) % {"n": number}


def all_of(names: Sequence[str]) -> str:
    """Return several names in one: Wednesday and Sunday."""
    return str(format_list(names, locale=babel_locale()))


def when_said(when: datetime, now: datetime) -> str:
    """Return a moment as people say it: today 20:30, Sunday, 20:30, or 3 May, 20:30."""
    return when_said_on(when, timezone.localtime(now).date())


def when_said_on(when: datetime, today: date) -> str:
    """Return a moment as people say it on that day in the active zone."""
    shown = timezone.localtime(when)
    return _("%(day)s, %(time)s") % {"day": day_said(shown.date(), today), "time": clock(shown)}


def day_said(shown: date, today: date) -> str:
    """Return a date as people say it on `today`: today, tomorrow, Sunday (this week), 3 May."""
    ahead = (shown - today).days
    if ahead in (0, 1):
        return _("today") if ahead == 0 else _("tomorrow")
    if 0 < ahead < 7:
        return weekday(shown.weekday())
    return dated(shown, today) if abs(ahead) < 300 else day(shown)


def dated(shown: date, today: date) -> str:
    """Return a date with its weekday, and with its year where it is far: Monday 3 May."""
    which = short_day(shown) if abs((shown - today).days) < 300 else day(shown)
    return _("%(weekday)s %(day)s") % {"weekday": weekday(shown.weekday()), "day": which}


def until_said(when: datetime, now: datetime) -> str:
    """Return an end: 21:10 if it is today, else with its day."""
    if timezone.localtime(when).date() == timezone.localtime(now).date():
        return clock(when)
    return when_said(when, now)


def at_said(when: datetime, now: datetime) -> str:
    """Return when something is to be, in the middle of a sentence: at 21:10 if it is today, else tomorrow at 21:10."""
    shown, today = timezone.localtime(when).date(), timezone.localtime(now).date()
    if shown == today:
        return pgettext("today, in a sentence", "at %(time)s") % {"time": clock(when)}
    said = {"day": day_said(shown, today), "time": clock(when)}
    return pgettext("another day, in a sentence", "%(day)s at %(time)s") % said


def length(minutes: int) -> str:
    """Return a length as people say it: 20 minutes, 2 hours, 1 day."""
    if minutes % 1440 == 0 and minutes:
        days = minutes // 1440
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes % 60 == 0 and minutes:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if minutes > 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def span_said(span: timedelta) -> str:
    """Return how long something is kept, as people say it: an hour, 3 days, a week, 2 months."""
    days = span.days
    if days == 365:
        return pgettext("how long", "a year")
    if days == 7:
        return pgettext("how long", "a week")
    if days and days % 30 == 0:
        return npgettext("how long", "a month", "%(n)s months", days // 30) % {"n": days // 30}
    if days:
        return npgettext("how long", "a day", "%(n)s days", days) % {"n": days}
    hours = math.ceil(span / timedelta(hours=1))
    return npgettext("how long", "an hour", "%(n)s hours", hours) % {"n": hours}


def short_length(minutes: int) -> str:
    """Return a length as a tile has room for it: 20 min, 2 h, 1 day."""
    if (minutes and minutes % 1440 == 0) or (minutes > 60 and minutes % 60):
        return length(minutes)
    if minutes % 60 == 0 and minutes:
        return _("%(hours)s h") % {"hours": minutes // 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def left_said(until: datetime, now: datetime) -> str:
    """Return how long it still is, in whole minutes: 27 minutes left. A script goes on saying it (pause.js)."""
    hours, minutes = divmod(max(1, math.ceil((until - now) / timedelta(minutes=1))), 60)
    lengths = [length(part) for part in (hours * 60, minutes) if part]
    together = _("%(hours)s %(minutes)s") % {"hours": lengths[0], "minutes": lengths[-1]}
    return _("%(length)s left") % {"length": together if hours and minutes else lengths[0]}


def zone_place(name: str) -> str:
    """Return the place that names a zone, in the active language: Berlin."""
    return name if name == "UTC" else _place(name, str(babel_locale()))


def zone_label(name: str) -> str:
    """Return a zone as a list shows it: Europe/Berlin, and the place in the active language if that is not English."""
    plain, locale = name.replace("_", " "), babel_locale()
    return plain if locale.language == "en" or name == "UTC" else f"{plain} · {_place(name, str(locale))}"


# Zones newer than the translations that come with Babel.
_NOT_IN_CLDR = {"America/Coyhaique": {"zh": "科伊艾克"}}


@cache  # a list of zones asks for hundreds
def _place(zone: str, locale: str) -> str:
    parsed = Locale.parse(locale)
    known = parsed.time_zones
    # In English a city goes by the name of its zone; translations may stand under one that the zone has, or had.
    names = (zone,) if locale.startswith("en") else (zone, *_other_names(zone))
    cities = (known[name].get("city", "") for name in names if name in known)
    own = _NOT_IN_CLDR.get(zone, {}).get(parsed.language, "")
    return next(filter(None, cities), own) or zone.rpartition("/")[2].replace("_", " ")


def _other_names(zone: str) -> Sequence[str]:
    """Return the name of today of a zone that was renamed, and those it went by before."""
    today = get_global("zone_aliases").get(zone, zone)
    return (today, *_former_names().get(today, ()))


@cache
def _former_names() -> Mapping[str, Sequence[str]]:
    """Return by what names each renamed zone went before, under which its translations stand."""
    former: dict[str, list[str]] = defaultdict(list)
    for before, now in get_global("zone_aliases").items():
        former[now].append(before)
    return former
