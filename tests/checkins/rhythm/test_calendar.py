"""An entry means its moment wherever it is read by the zone that is written beside it, as RFC 5545 reads one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from basics.localtime import local
from bench.recurrence import ZONES
from checkins.rhythm.calendar import Entry, calendar_file

HALF_HOUR = timedelta(minutes=30)
START = datetime(2027, 1, 1, tzinfo=UTC)


def by_the_file(start: datetime, zone: Any) -> datetime:
    """Return what a wall clock means by the last part of the zone that had begun on it, as a program reads it."""
    begun = [part for part in zone.subcomponents if part["DTSTART"].dt <= start]
    last = max(begun, key=lambda part: part["DTSTART"].dt)
    meant: datetime = (start - last["TZOFFSETTO"].td).replace(tzinfo=UTC)
    return meant


def around_changes(zone: str) -> list[datetime]:
    """Return each half hour of the days around every change of a year; without one, some days."""
    days = [START + timedelta(days=number) for number in range(366)]
    changes = [day for day in days if local(day, zone).utcoffset() != local(day - timedelta(days=1), zone).utcoffset()]
    return [day + HALF_HOUR * number for day in changes or days[:2] for number in range(-60, 12)]


@pytest.mark.parametrize("zone", [*ZONES, "Europe/Dublin", "Antarctica/Troll", "America/Nuuk", "Africa/Abidjan"])
def test_every_start_reads_as_its_moment(zone: str) -> None:
    meant = around_changes(zone)
    read: Any = Calendar.from_ical(
        calendar_file(Entry(str(number), when, 30, zone) for number, when in enumerate(meant))
    )
    [written] = read.walk("VTIMEZONE")
    assert written["TZID"] == zone
    found = {}
    for event in read.walk("VEVENT"):
        start, named = event["DTSTART"].dt, event["DTSTART"].params.get("TZID")
        found[int(event["UID"])] = by_the_file(start.replace(tzinfo=None), written) if named == zone else start
    assert [found[number] for number in range(len(meant))] == meant


def test_the_clocks_change_by_the_old_clock() -> None:
    """As the standard has it, and the library's own zones do not."""
    content = calendar_file([Entry("x", START, 30, "Europe/Berlin")]).decode()
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\n" in content
    assert "BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\n" in content


@pytest.mark.parametrize("hour", [0, 1])
def test_a_time_that_repeats_is_named_by_its_moment(hour: int) -> None:
    """ical.js reads the second where RFC 5545 means the first."""
    content = calendar_file([Entry("x", datetime(2027, 10, 31, hour, 5, tzinfo=UTC), 30, "Europe/Berlin")]).decode()
    assert f"DTSTART:20271031T0{hour}0500Z" in content


def test_utc_needs_no_zone() -> None:
    assert "VTIMEZONE" not in calendar_file([Entry("x", START, 30, "UTC")]).decode()
