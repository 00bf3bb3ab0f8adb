"""A rhythm keeps its local time through every change of the clocks, and its days are those of a plain calendar."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from typing import Any

import pytest

from basics.localtime import zone_names
from checkins.rhythm.patterns import EVERY, LAST_WEEK
from checkins.rhythm.recurrence import Rule, next_slot, slots
from tests.helpers.day_by_day import random_settings, talks

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def rule(every="week", on=SUNDAY, at="20:30", zone="Europe/Berlin", starts_on="2027-01-01", **more) -> Rule:
    """A rule as versions of before have it."""
    week = more.pop("week_of_month", 1)
    said = {"every": every, "weekday": on, "week_of_month": week, "at": at, "zone": zone, "starts_on": starts_on}
    return Rule.of({**said, **more})


def told(every, at="20:30", zone="Europe/Berlin", starts_on="2027-01-01", **more) -> Rule:
    return Rule.of({"every": every, "at": at, "zone": zone, "starts_on": starts_on, **more})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# After which moment, and the next three talks in UTC; worked out by hand.
TABLE = [
    pytest.param(
        rule(),
        "2027-03-15 00:00",
        ["2027-03-21 19:30", "2027-03-28 18:30", "2027-04-04 18:30"],
        id="weekly into summer time",
    ),
    pytest.param(
        rule(),
        "2027-10-20 00:00",
        ["2027-10-24 18:30", "2027-10-31 19:30", "2027-11-07 19:30"],
        id="weekly out of summer time",
    ),
    pytest.param(
        rule(at="02:30"),
        "2027-03-22 00:00",
        ["2027-03-28 01:30", "2027-04-04 00:30", "2027-04-11 00:30"],
        id="a skipped time happens just after the gap",
    ),
    pytest.param(
        rule(at="02:30"),
        "2027-10-25 00:00",
        ["2027-10-31 00:30", "2027-11-07 01:30", "2027-11-14 01:30"],
        id="a repeated time happens once, the first time",
    ),
    pytest.param(
        rule(zone="Australia/Lord_Howe", at="02:15"),
        "2027-09-27 00:00",
        ["2027-10-02 15:45", "2027-10-09 15:15", "2027-10-16 15:15"],
        id="Lord Howe shifts by half an hour",
    ),
    pytest.param(
        rule(zone="Australia/Sydney"),
        "2027-03-29 00:00",
        ["2027-04-04 10:30", "2027-04-11 10:30", "2027-04-18 10:30"],
        id="the southern autumn",
    ),
    pytest.param(
        rule(zone="America/Santiago", on=SUNDAY, at="00:30"),
        "2027-08-30 00:00",
        ["2027-09-05 04:30", "2027-09-12 03:30", "2027-09-19 03:30"],
        id="a gap at midnight",
    ),
    pytest.param(
        rule(zone="America/Sao_Paulo", starts_on="2018-10-01"),
        "2018-10-28 00:00",
        ["2018-10-28 23:30", "2018-11-04 22:30", "2018-11-11 22:30"],
        id="Brazil while it had summer time",
    ),
    pytest.param(
        rule(zone="America/Sao_Paulo", starts_on="2018-10-01"),
        "2027-10-25 00:00",
        ["2027-10-31 23:30", "2027-11-07 23:30", "2027-11-14 23:30"],
        id="Brazil after it gave it up",
    ),
    pytest.param(
        rule(on=FRIDAY, starts_on="2027-12-01"),
        "2027-12-24 12:00",
        ["2027-12-24 19:30", "2027-12-31 19:30", "2028-01-07 19:30"],
        id="weekly over the year end",
    ),
    pytest.param(
        rule("two_weeks", on=MONDAY, starts_on="2027-12-15"),
        "2027-12-15 00:00",
        ["2027-12-20 19:30", "2028-01-03 19:30", "2028-01-17 19:30"],
        id="every other week over the year end, counted from the first talk",
    ),
    pytest.param(
        rule("month", on=SUNDAY, week_of_month=1),
        "2027-11-10 00:00",
        ["2027-12-05 19:30", "2028-01-02 19:30", "2028-02-06 19:30"],
        id="first Sunday over the year end",
    ),
    pytest.param(
        rule("month", on=SUNDAY, week_of_month=LAST_WEEK),
        "2027-01-15 00:00",
        ["2027-01-31 19:30", "2027-02-28 19:30", "2027-03-28 18:30"],
        id="last Sunday, in months of four and of five",
    ),
    pytest.param(
        rule("month", on=TUESDAY, week_of_month=LAST_WEEK),
        "2028-02-01 00:00",
        ["2028-02-29 19:30", "2028-03-28 18:30", "2028-04-25 18:30"],
        id="last Tuesday on a leap day",
    ),
    pytest.param(
        rule("month", on=SUNDAY, week_of_month=1, starts_on="2027-05-03"),
        "2027-01-01 00:00",
        ["2027-06-06 18:30", "2027-07-04 18:30", "2027-08-01 18:30"],
        id="nothing before the start",
    ),
    pytest.param(
        rule(on=WEDNESDAY, starts_on="2027-06-02"),
        "2027-01-01 00:00",
        ["2027-06-02 18:30", "2027-06-09 18:30", "2027-06-16 18:30"],
        id="the start itself, if it is the day",
    ),
    pytest.param(
        told("weeks", weeks=1, weekdays=[WEDNESDAY, SUNDAY]),
        "2027-03-24 18:00",
        ["2027-03-24 19:30", "2027-03-28 18:30", "2027-03-31 18:30"],
        id="two days a week, into summer time",
    ),
    pytest.param(
        told("weeks", weeks=3, weekdays=[FRIDAY], starts_on="2027-03-03"),
        "2027-03-01 00:00",
        ["2027-03-05 19:30", "2027-03-26 19:30", "2027-04-16 18:30"],
        id="every third week, counted from the first talk",
    ),
    pytest.param(
        told("weeks", weeks=2, weekdays=[MONDAY, SUNDAY], starts_on="2027-03-03"),
        "2027-03-01 00:00",
        ["2027-03-07 19:30", "2027-03-08 19:30", "2027-03-21 19:30"],
        id="every other week, which begins on the day of the first talk",
    ),
    pytest.param(
        told("month_day", day_of_month=31),
        "2027-02-01 00:00",
        ["2027-02-28 19:30", "2027-03-31 18:30", "2027-04-30 18:30"],
        id="a day that a month does not have is its last one",
    ),
    pytest.param(
        told("month_day", day_of_month=29),
        "2028-02-01 00:00",
        ["2028-02-29 19:30", "2028-03-29 18:30", "2028-04-29 18:30"],
        id="the 29th in a leap year",
    ),
    pytest.param(
        told("month_weekday", weekday=SUNDAY, week_of_month=LAST_WEEK, ends_on="2027-03-28"),
        "2027-02-01 00:00",
        ["2027-02-28 19:30", "2027-03-28 18:30"],
        id="the last day itself, and nothing after it",
    ),
    pytest.param(
        told("once", at="02:30", once_on="2027-03-28", starts_on="2027-09-09", ends_on="2027-01-02"),
        "2027-03-01 00:00",
        ["2027-03-28 01:30"],
        id="once, in a gap; what it does not use says nothing",
    ),
    pytest.param(told("once", once_on="2027-03-12"), "2027-03-12 19:30", [], id="once, and over"),
    pytest.param(
        told("weeks", weeks=1, weekdays=[FRIDAY, SATURDAY], zone="Pacific/Apia", starts_on="2011-12-01"),
        "2011-12-26 00:00",
        ["2011-12-31 06:30", "2012-01-06 06:30", "2012-01-07 06:30"],
        id="Samoa had no 30 December 2011: two talks at one moment are one",
    ),
    pytest.param(
        rule(on=FRIDAY, zone="Pacific/Apia", starts_on="2011-12-01"),
        "2011-12-30 12:00",
        ["2011-12-31 06:30", "2012-01-06 06:30", "2012-01-13 06:30"],
        id="asked on the day after it, whose clocks show the skipped talk",
    ),
]


@pytest.mark.parametrize(("given_rule", "after", "expected"), TABLE)
def test_talks_are_when_people_expect_them(given_rule, after, expected):
    assert list(islice(slots(given_rule, utc(after)), 3)) == [utc(text) for text in expected]


def test_the_talk_after_a_talk_is_the_next_one():
    first = utc("2027-03-21 19:30")
    assert next_slot(rule(), first) == utc("2027-03-28 18:30")
    assert next_slot(rule(), first - timedelta(microseconds=1)) == first


def walked(given_rule: Rule, after: datetime, until: datetime) -> list[datetime]:
    """Ask for the next talk again and again."""
    found, at = [], next_slot(given_rule, after)
    while at and at < until:
        found.append(at)
        at = next_slot(given_rule, at)
    return found


def test_in_every_zone_talks_are_those_of_a_walk_day_by_day():
    """Some rule a zone, over half a year of the last twenty; `make faults` walks farther."""
    for number, zone in enumerate(zone_names()):
        chance = random.Random(number)
        settings = random_settings(chance, date(2007 + number % 20, 1, 1), zone)
        after = datetime.fromisoformat(settings["starts_on"]).replace(tzinfo=UTC) + timedelta(hours=number % 3000 - 48)
        until = after + timedelta(days=180)
        assert walked(Rule.of(settings), after, until) == talks(settings, after, until), (zone, settings)


def test_settings_of_before_keep_their_meaning():
    """The day of the week on or after the start, then every one, every other one, or the nth of each month."""
    after, until = utc("2027-01-01 00:00"), utc("2029-01-01 00:00")
    when = {"at": "20:30", "zone": "Europe/Berlin", "starts_on": "2027-05-05", "ends_on": None}
    for on, week in product(range(7), (1, 2, 3, 4, LAST_WEEK)):
        before = {**when, "weekday": on, "week_of_month": week}
        now: list[tuple[str, dict[str, Any]]] = [
            ("week", {**when, "every": "weeks", "weeks": 1, "weekdays": [on]}),
            ("two_weeks", {**when, "every": "weeks", "weeks": 2, "weekdays": [on]}),
            ("month", {**when, "every": "month_weekday", "weekday": on, "week_of_month": week}),
        ]
        for every, settings in now:
            found = walked(Rule.of({**before, "every": every}), after, until)
            assert found == talks(settings, after, until)
            assert found[0] - utc("2027-05-05 00:00") < timedelta(days=66 if every == "month" else 8)


def test_a_rhythm_of_twenty_years_costs_no_more_than_a_new_one(monkeypatch):
    """The rule is anchored near now: the number of dates it looks at does not grow with its age."""
    from checkins.rhythm import recurrence

    looked_at: list[date] = []
    days = recurrence._pattern

    def counted(*parts):
        for day in days(*parts):
            looked_at.append(day)
            yield day

    monkeypatch.setattr(recurrence, "_pattern", counted)
    weekly = {"weeks": 8, "weekdays": [MONDAY, WEDNESDAY, SUNDAY]}
    for every in EVERY:
        looked_at.clear()
        next_slot(told(every, starts_on="2007-01-01", once_on="2027-06-06", **weekly), utc("2027-05-05 00:00"))
        assert 1 <= len(looked_at) <= 7
