"""An agreed local time means one moment: through gaps, repeated hours, odd shifts and changed rules."""

# ruff: noqa: DTZ001 -- hypothesis makes moments of wall clocks

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import resolve_imaginary
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from basics.localtime import is_skipped, local, moment, moment_before, next_time, validate_zone, zone_names

# Local date, local time, the moment in UTC. What is expected was worked out by hand from the zones' rules.
SKIPPED = [
    ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28 01:30"),
    ("Europe/Berlin", "2027-03-28", "02:00", "2027-03-28 01:00"),
    ("Europe/London", "2027-03-28", "01:30", "2027-03-28 01:30"),
    ("America/New_York", "2027-03-14", "02:30", "2027-03-14 07:30"),
    ("America/Santiago", "2027-09-05", "00:30", "2027-09-05 04:30"),
    ("America/Sao_Paulo", "2018-11-04", "00:30", "2018-11-04 03:30"),
    ("Africa/Cairo", "2027-04-30", "00:30", "2027-04-29 22:30"),
    ("Asia/Beirut", "2027-03-28", "00:15", "2027-03-27 22:15"),
    ("Australia/Sydney", "2027-10-03", "02:30", "2027-10-02 16:30"),
    ("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02 15:45"),
    ("Pacific/Auckland", "2027-09-26", "02:30", "2027-09-25 14:30"),
    ("Pacific/Chatham", "2027-09-26", "03:00", "2027-09-25 14:15"),
    ("Antarctica/Troll", "2027-03-28", "02:30", "2027-03-28 02:30"),
    ("Asia/Pyongyang", "2018-05-04", "23:45", "2018-05-04 15:15"),
    ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30 22:00"),
]
REPEATED = [
    ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31 00:30"),
    ("Europe/London", "2027-10-31", "01:30", "2027-10-31 00:30"),
    ("America/New_York", "2027-11-07", "01:30", "2027-11-07 05:30"),
    ("Africa/Cairo", "2027-10-28", "23:30", "2027-10-28 20:30"),
    ("Australia/Sydney", "2027-04-04", "02:30", "2027-04-03 15:30"),
    ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03 14:45"),
    ("Pacific/Auckland", "2027-04-04", "02:30", "2027-04-03 13:30"),
]
ORDINARY = [
    ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28 01:00"),
    ("Europe/Berlin", "2027-01-15", "20:30", "2027-01-15 19:30"),
    ("Europe/Berlin", "2027-07-15", "20:30", "2027-07-15 18:30"),
    ("Asia/Shanghai", "2027-07-15", "20:30", "2027-07-15 12:30"),
    ("Asia/Kolkata", "2027-07-15", "20:30", "2027-07-15 15:00"),
    ("Asia/Kathmandu", "2027-07-15", "20:30", "2027-07-15 14:45"),
    ("Australia/Lord_Howe", "2027-10-03", "02:30", "2027-10-02 15:30"),
    ("UTC", "2027-07-15", "20:30", "2027-07-15 20:30"),
    # Zones that changed their rules: Turkey stayed on summer time, Brazil gave it up, Korea's north moved twice.
    ("Europe/Istanbul", "2015-01-15", "20:30", "2015-01-15 18:30"),
    ("Europe/Istanbul", "2027-01-15", "20:30", "2027-01-15 17:30"),
    ("America/Sao_Paulo", "2027-11-07", "00:30", "2027-11-07 03:30"),
    ("Asia/Pyongyang", "2017-01-15", "20:30", "2017-01-15 12:00"),
    ("Asia/Pyongyang", "2027-01-15", "20:30", "2027-01-15 11:30"),
    # Year ends at both edges of the date line, and a leap day.
    ("Pacific/Kiritimati", "2027-12-31", "23:30", "2027-12-31 09:30"),
    ("Pacific/Pago_Pago", "2027-12-31", "23:30", "2028-01-01 10:30"),
    ("Europe/Berlin", "2028-02-29", "23:59", "2028-02-29 22:59"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "day", "at", "expected"), SKIPPED + REPEATED + ORDINARY)
def test_local_time_means_one_moment(zone, day, at, expected):
    assert moment(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(expected)


@pytest.mark.parametrize(("zone", "day", "at", "_expected"), SKIPPED)
def test_skipped_times_are_known(zone, day, at, _expected):
    assert is_skipped(date.fromisoformat(day), time.fromisoformat(at), zone)


@pytest.mark.parametrize(("zone", "day", "at", "_expected"), REPEATED + ORDINARY)
def test_repeated_and_ordinary_times_are_not_skipped(zone, day, at, _expected):
    assert not is_skipped(date.fromisoformat(day), time.fromisoformat(at), zone)


@pytest.mark.parametrize(("zone", "day", "at", "_expected"), REPEATED)
def test_a_repeated_time_happens_the_first_time(zone, day, at, _expected):
    first = moment(date.fromisoformat(day), time.fromisoformat(at), zone)
    later = [first + timedelta(minutes=minutes) for minutes in (30, 60)]
    assert any(local(when, zone).time() == time.fromisoformat(at) for when in later), "it does repeat"
    assert local(first, zone).fold == 0


zones = st.sampled_from(zone_names())
days = st.dates(date(1990, 1, 1), date(2037, 12, 31))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


@given(zones, days, times)
def test_moment_agrees_with_dateutil_everywhere(zone, day, at):
    expected = resolve_imaginary(datetime.combine(day, at, tzinfo=ZoneInfo(zone))).astimezone(UTC)
    assert moment(day, at, zone) == expected


@given(zones, days, times)
def test_a_time_is_skipped_exactly_when_no_clock_shows_it(zone, day, at):
    shown = local(moment(day, at, zone), zone)
    assert is_skipped(day, at, zone) == ((shown.date(), shown.time()) != (day, at))


@pytest.mark.parametrize(
    ("when", "minutes", "zone", "expected"),
    [
        # The day before is the same time of day, over a night of 23 and one of 25 hours as well.
        ("2027-03-28 18:30", 1440, "Europe/Berlin", "2027-03-27 19:30"),
        ("2027-10-31 19:30", 1440, "Europe/Berlin", "2027-10-30 18:30"),
        ("2027-05-05 18:30", 1440, "Europe/Berlin", "2027-05-04 18:30"),
        ("2027-03-14 19:00", 1440, "America/New_York", "2027-03-13 20:00"),
        ("2027-05-05 18:30", 1440, "Asia/Shanghai", "2027-05-04 18:30"),
        # Of the day before, a time that its clocks skip is just after the gap.
        ("2027-03-29 00:30", 1440, "Europe/Berlin", "2027-03-28 01:30"),
        # Two days and an hour: the days by the clock, the hour by the minute.
        ("2027-03-29 18:30", 2 * 1440 + 60, "Europe/Berlin", "2027-03-27 18:30"),
        # Days first, then hours as they pass: 20:30 is 08:30 half a day before, and a night of 23 hours is one of 23.
        ("2027-03-28 18:30", 1440 + 12 * 60, "Europe/Berlin", "2027-03-27 07:30"),
        ("2027-10-31 19:30", 7 * 1440 + 23 * 60, "Europe/Berlin", "2027-10-23 19:30"),
        ("2027-03-28 06:30", 10 * 60, "Europe/Berlin", "2027-03-27 20:30"),
        ("2027-10-31 07:30", 10 * 60, "Europe/Berlin", "2027-10-30 21:30"),
        ("2027-03-29 06:30", 1440 + 10 * 60, "Europe/Berlin", "2027-03-27 20:30"),
        ("2027-10-03 09:30", 1440 + 60, "Australia/Lord_Howe", "2027-10-02 09:00"),
        # Less than a day is a length.
        ("2027-03-28 01:30", 60, "Europe/Berlin", "2027-03-28 00:30"),
        ("2027-03-28 18:30", 1439, "Europe/Berlin", "2027-03-27 18:31"),
        ("2027-03-28 18:30", 0, "Europe/Berlin", "2027-03-28 18:30"),
    ],
)
def test_moment_before(when, minutes, zone, expected):
    assert moment_before(utc(when), minutes, zone) == utc(expected)


@given(zones, st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1)))
def test_the_day_before_shows_the_same_time_unless_it_is_skipped(zone, naive):
    when = naive.replace(tzinfo=UTC)
    before, here = moment_before(when, 1440, zone), local(when, zone)
    day = here.date() - timedelta(days=1)
    assert before == moment(day, here.time(), zone)
    assert timedelta(hours=20) <= when - before <= timedelta(hours=49)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "europe/berlin ", "../etc/passwd", "Europe/Berlin\0", "柏林"])
def test_unknown_zones_are_refused_with_what_to_do(name):
    with pytest.raises(ValidationError, match="Choose one from the list"):
        validate_zone(name)


def test_every_offered_zone_exists():
    assert set(zone_names()) <= available_timezones()
    assert {"Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "UTC"} <= set(zone_names())


@pytest.mark.parametrize(
    ("zone", "at", "after", "expected"),
    [
        ("Europe/Berlin", "20:30", "2027-01-15 19:29", "2027-01-15 19:30"),
        ("Europe/Berlin", "20:30", "2027-01-15 19:30", "2027-01-16 19:30"),
        # Later that day on the clock there, which is tomorrow in UTC.
        ("America/New_York", "21:00", "2027-01-15 23:00", "2027-01-16 02:00"),
        # Over a change of the clocks, in a gap, and where it repeats.
        ("Europe/Berlin", "09:00", "2027-03-27 21:00", "2027-03-28 07:00"),
        ("Europe/Berlin", "02:30", "2027-03-27 21:00", "2027-03-28 01:30"),
        ("Europe/Berlin", "02:30", "2027-10-31 00:00", "2027-10-31 00:30"),
        ("Europe/Berlin", "02:30", "2027-10-31 00:45", "2027-11-01 01:30"),
    ],
)
def test_the_next_time_that_a_clock_shows(zone: str, at: str, after: str, expected: str) -> None:
    given, meant = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (after, expected))
    assert next_time(time.fromisoformat(at), given, zone) == meant
