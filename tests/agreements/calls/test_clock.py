"""When an answer is due: nights left out, by the clock of the agreement, over changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.calls.clock import due_at, leaves_out_a_night, two_thirds_of
from basics.localtime import local

BERLIN, NUUK, APIA, NEW_YORK, UTC_ZONE = "Europe/Berlin", "America/Nuuk", "Pacific/Apia", "America/New_York", "UTC"
HOUR, DAY = 60, 24 * 60
# Zone, asked at, within so many minutes, due at, both by that zone's clock; and whether a night is left out.
TABLE = [
    # By day.
    (BERLIN, "2027-03-03 16:40", 30, "2027-03-03 17:10", False),
    (BERLIN, "2027-03-03 17:40", 2 * HOUR, "2027-03-03 19:40", False),
    (BERLIN, "2027-03-03 08:00", 30, "2027-03-03 08:30", False),
    (BERLIN, "2027-03-03 10:00", 12 * HOUR, "2027-03-03 22:00", False),
    # It ends with the day, and a minute later in the morning.
    (BERLIN, "2027-03-03 21:30", 30, "2027-03-03 22:00", False),
    (BERLIN, "2027-03-03 21:31", 30, "2027-03-04 08:01", True),
    (BERLIN, "2027-03-03 21:00", 2 * HOUR, "2027-03-04 09:00", True),
    (BERLIN, "2027-03-03 12:00", 12 * HOUR, "2027-03-04 10:00", True),
    # Asked in the night: it begins to count in the morning.
    (BERLIN, "2027-03-03 22:00", 30, "2027-03-04 08:30", True),
    (BERLIN, "2027-03-03 23:40", 100, "2027-03-04 09:40", True),
    (BERLIN, "2027-03-04 03:00", 2 * HOUR, "2027-03-04 10:00", True),
    (BERLIN, "2027-03-04 07:59", 30, "2027-03-04 08:30", True),
    # Whole days are days of the calendar, and most of one is no longer than the whole.
    (BERLIN, "2027-03-03 10:00", DAY, "2027-03-04 10:00", False),
    (BERLIN, "2027-03-03 10:00", DAY - HOUR, "2027-03-04 10:00", True),
    (BERLIN, "2027-03-03 10:00", DAY + HOUR, "2027-03-04 11:00", False),
    (BERLIN, "2027-03-03 21:30", DAY + HOUR, "2027-03-05 08:30", True),
    (BERLIN, "2027-03-03 10:00", 3 * DAY, "2027-03-06 10:00", False),
    (BERLIN, "2027-03-03 23:00", 3 * DAY, "2027-03-07 08:00", True),
    # The clocks change in the night: a shorter and a longer one, and days of 23 and 25 hours.
    (BERLIN, "2027-03-27 21:30", HOUR, "2027-03-28 08:30", True),
    (BERLIN, "2027-03-27 10:00", DAY, "2027-03-28 10:00", False),
    (BERLIN, "2027-03-26 10:00", 3 * DAY, "2027-03-29 10:00", False),
    (BERLIN, "2027-10-30 21:30", HOUR, "2027-10-31 08:30", True),
    (BERLIN, "2027-10-30 10:00", DAY, "2027-10-31 10:00", False),
    (NEW_YORK, "2027-03-13 21:30", HOUR, "2027-03-14 08:30", True),
    # Here they went forward just when the night begins; and here a whole day was left out.
    (NUUK, "2022-03-26 21:30", HOUR, "2022-03-27 08:30", True),
    (APIA, "2011-12-29 21:30", HOUR, "2011-12-31 08:30", True),
    (UTC_ZONE, "2027-03-03 21:45", 30, "2027-03-04 08:15", True),
]


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(("zone", "asked", "minutes", "due", "leaves_out"), TABLE)
def test_when_it_is_due(zone, asked, minutes, due, leaves_out):
    called_at = at(asked, zone)
    assert f"{local(due_at(called_at, minutes, zone), zone):%Y-%m-%d %H:%M}" == due
    assert leaves_out_a_night(called_at, minutes, zone) is leaves_out


@pytest.mark.parametrize(
    ("asked", "due", "two_thirds"),
    [
        ("2027-03-03 17:40", "2027-03-03 19:40", "2027-03-03 19:00"),
        ("2027-03-03 21:00", "2027-03-04 09:00", "2027-03-04 08:20"),
        ("2027-03-03 23:40", "2027-03-04 10:10", "2027-03-04 09:26"),
        ("2027-03-03 10:00", "2027-03-04 10:00", "2027-03-03 19:20"),
        ("2027-03-27 21:00", "2027-03-28 09:00", "2027-03-28 08:20"),
    ],
)
def test_two_thirds_of_it_are_over_by_day(asked, due, two_thirds):
    found = two_thirds_of(at(asked, BERLIN), at(due, BERLIN), BERLIN)
    assert f"{local(found, BERLIN):%Y-%m-%d %H:%M}" == two_thirds


# Some days around both changes of the clocks.
BEGINNINGS = st.sampled_from([datetime(2027, 3, 25, tzinfo=UTC), datetime(2027, 10, 28, tzinfo=UTC)])
MINUTES = st.integers(30, 3 * DAY)


@given(BEGINNINGS, st.integers(0, 8 * DAY), MINUTES, st.integers(0, 200), st.sampled_from([BERLIN, NUUK]))
def test_more_time_is_never_due_earlier_and_nothing_in_the_night(begins, after, minutes, more, zone):
    called_at = begins + timedelta(minutes=after)
    due = due_at(called_at, minutes, zone)
    assert due >= called_at + timedelta(minutes=min(minutes, DAY) - HOUR), "an hour less where the clocks go forward"
    assert due_at(called_at, minutes + more, zone) >= due
    assert due_at(called_at + timedelta(minutes=more), minutes, zone) >= due
    two_thirds = two_thirds_of(called_at, due, zone)
    assert called_at <= two_thirds <= due
    for moment in (due, two_thirds):
        assert time(8) <= local(moment, zone).time() <= time(23 if zone == NUUK else 22), "a gap ends at 23:00 there"
