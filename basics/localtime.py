"""Agreed times: a local time in an IANA zone, turned into the one moment it means.

Daylight saving makes some local times happen never or twice. The rule, the same as iCalendar's
(RFC 5545, 3.3.5): a time that is skipped happens once, just after the gap, read with the offset
from before it; a time that repeats happens the first time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MINUTES_A_DAY = 24 * 60
# How the name of an offer spells a moment, in UTC.
_NAMED = "%Y%m%dT%H%M%SZ"
NO_SUCH_ZONE = _("This time zone does not exist. Choose one from the list, such as Europe/Berlin.")


@cache
def zone_names() -> tuple[str, ...]:
    """Return the IANA zones people live in, in order, without the aliases for machines."""
    hidden = ("Etc/", "SystemV/", "posix/", "right/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
    places = sorted(name for name in _known_zones() if "/" in name and not name.startswith(hidden))
    return (*places, "UTC")


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA zone."""
    if name not in _known_zones():
        raise ValidationError(NO_SUCH_ZONE, code="zone")


@cache  # each time it would read hundreds of files
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def moment(day: date, at: time, zone: str) -> datetime:
    """Return the moment, in UTC, that a wall clock in `zone` means by `day` and `at`."""
    local = datetime.combine(day, at.replace(fold=0), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def next_time(at: time, after: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, at which the clock in `zone` shows `at` for the first time after `after`."""
    day = local(after, zone).date()
    today = moment(day, at, zone)
    return today if today > after else moment(day + timedelta(days=1), at, zone)


def is_skipped(day: date, at: time, zone: str) -> bool:
    """Tell whether `day` has no `at` in `zone` because the clocks go forward over it."""
    shown = moment(day, at, zone).astimezone(ZoneInfo(zone))
    return shown.replace(tzinfo=None) != datetime.combine(day, at)


def local(when: datetime, zone: str) -> datetime:
    """Return the moment `when` as the wall clock in `zone` shows it."""
    return when.astimezone(ZoneInfo(zone))


def moment_before(when: datetime, minutes: int, zone: str) -> datetime:
    """Return the moment so long before `when`: whole days by the clock in `zone`, what is left by the minute.

    The day before is the same time of day, also where the clocks change in between.
    """
    days, rest = divmod(minutes, MINUTES_A_DAY)
    return days_later(when, -days, zone) - timedelta(minutes=rest)


def days_later(when: datetime, days: int, zone: str) -> datetime:
    """Return the same time by the clock in `zone` so many days later, or before; that very moment where it is none."""
    here = local(when, zone)
    return moment(here.date() + timedelta(days=days), here.time(), zone) if days else when


def moment_name(when: datetime) -> str:
    """Return the name of an offer that promises this very moment, to the second."""
    return f"{when.astimezone(UTC):{_NAMED}}"


def moment_named(name: str) -> datetime | None:
    """Return the moment that such a name promises; None for one that promises nothing."""
    try:
        return datetime.strptime(name, _NAMED).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the first of those that there are."""
    return min((each for each in moments if each), default=None)
