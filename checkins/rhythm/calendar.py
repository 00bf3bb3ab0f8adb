"""Talks as entries of a calendar (iCalendar, RFC 5545): when, how long, and nothing else about them.

Each entry stands by itself, at its own time on the agreed clock; there is no rule that a program could read otherwise
than we do, or that a moved or skipped talk would be an exception of.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from basics.localtime import local
from basics.tokens import keyed_token
from checkins.rhythm.models import CheckIn
from reminders.subjects import minute

if TYPE_CHECKING:
    # Loaded with the first calendar that is made: few processes ever make one.
    from icalendar import Event, Timezone

CALENDAR_TYPE = "text/calendar"
FILE_NAME = "steady.ics"
# How soon a program may look again, as far as it lets a calendar say so.
LOOK_AGAIN = timedelta(hours=1)
# Always the same: when something was agreed, moved or skipped would tell when one of the two was here. Which of two is
# the newer one says SEQUENCE.
_STAMP = datetime(2026, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One talk as a calendar has it."""

    uid: str
    starts_at: datetime
    minutes: int
    zone: str
    revision: int = 0
    is_cancelled: bool = False


def entry_of(check_in: CheckIn) -> Entry:
    """Return a talk that is a row."""
    is_cancelled = check_in.cancelled_at is not None
    return Entry(
        # Of no rhythm is what the two wanted at once.
        uid=uid_of(check_in.agreement_id or check_in.pk, check_in.slot),
        starts_at=check_in.starts_at,
        minutes=check_in.minutes,
        zone=check_in.zone,
        # A cancelled one is newer than what stood.
        revision=check_in.revision + is_cancelled,
        is_cancelled=is_cancelled,
    )


def uid_of(source_id: uuid.UUID, slot: datetime) -> str:
    """Return how a talk is called in every calendar: the same before it is a row, and wherever it is moved to.

    Keyed, so that nobody who sees it learns an id of ours.
    """
    return keyed_token("checkins.calendar", source_id, minute(slot))


def calendar_file(entries: Iterable[Entry]) -> bytes:
    """Return the entries as a file, in the active language."""
    from icalendar import Calendar

    listed = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Steady//Calendar//EN")
    calendar.add("NAME", _("Steady"))
    calendar.add("X-WR-CALNAME", _("Steady"))
    calendar.add("REFRESH-INTERVAL", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    for part in (*_zones(listed), *map(_event, listed)):
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", _STAMP)
    event.add("SEQUENCE", entry.revision)
    _add_start(event, entry)
    event.add("DURATION", timedelta(minutes=entry.minutes))
    event.add("SUMMARY", _("Steady"))
    event.add("CLASS", "PRIVATE")
    event.add("STATUS", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _add_start(event: Event, entry: Entry) -> None:
    """Say when on the agreed clock; a time that repeats there by its moment: programs differ in which they read."""
    here = local(entry.starts_at, entry.zone)
    if entry.zone == "UTC" or _is_repeated(here):
        event.add("DTSTART", entry.starts_at.astimezone(UTC))
    else:
        # The library would write a zone without summer time as UTC.
        event.add("DTSTART", here.replace(tzinfo=None), parameters={"TZID": entry.zone})


def _is_repeated(here: datetime) -> bool:
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


# The zones. What a library makes of them by itself says the onset on the new clock, where RFC 5545 has the old one.


def _zones(entries: Iterable[Entry]) -> Iterator[Timezone]:
    """Return what each zone's clocks do around its entries: whole years, so that it does not change every day."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        years.setdefault(entry.zone, set()).add(entry.starts_at.year)
    for zone in sorted(years.keys() - {"UTC"}):
        yield _zone(zone, min(years[zone]) - 1, max(years[zone]) + 2)


@lru_cache(maxsize=256)  # half the couples of a place have the same zone
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    timezone = Timezone()
    timezone.add("TZID", name)
    for before, after in _changes(name, datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year, 1, 1, tzinfo=UTC)):
        part = TimezoneDaylight() if after.dst() else TimezoneStandard()
        old, new = before.utcoffset(), after.utcoffset()
        part.add("DTSTART", (after.astimezone(UTC) + (old or timedelta())).replace(tzinfo=None))
        part.add("TZOFFSETFROM", old)
        part.add("TZOFFSETTO", new)
        part.add("TZNAME", after.tzname())
        timezone.add_component(part)
    return timezone


def _changes(zone: str, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the beginning, then each change of the clocks: a moment with the old offset, and its first with the new."""
    here = ZoneInfo(zone)
    known = start.astimezone(here)
    yield known, known
    moment = start
    while moment < end:
        moment += _DAY
        if moment.astimezone(here).utcoffset() != known.utcoffset():
            first = _first_with_new(moment - _DAY, moment, here)
            yield known, first
            known = first


def _first_with_new(low: datetime, high: datetime, here: ZoneInfo) -> datetime:
    """Return the first whole minute between the two at which the clocks say what they say at `high`."""
    new = high.astimezone(here).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        low, high = (low, middle) if middle.astimezone(here).utcoffset() == new else (middle, high)
    return high.astimezone(here)
