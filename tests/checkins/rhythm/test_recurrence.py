"""A rhythm keeps its local time through every change of the clocks, and its days are plain rrule's days."""

# ruff: noqa: DTZ001 -- hypothesis makes moments of wall clocks

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from dateutil.tz import resolve_imaginary
from hypothesis import given, settings
from hypothesis import strategies as st

from basics.localtime import local, zone_names
from checkins.rhythm.recurrence import EVERY, LAST_WEEK, Rule, next_slot, slots

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def rule(
    every="week", on=SUNDAY, at="20:30", zone="Europe/Berlin", starts_on="2027-01-01", week_of_month: int = 1
) -> Rule:
    return Rule(every, on, week_of_month, time.fromisoformat(at), zone, date.fromisoformat(starts_on))


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
]


@pytest.mark.parametrize(("given_rule", "after", "expected"), TABLE)
def test_talks_are_when_people_expect_them(given_rule, after, expected):
    assert list(islice(slots(given_rule, utc(after)), 3)) == [utc(text) for text in expected]


def test_the_talk_after_a_talk_is_the_next_one():
    first = utc("2027-03-21 19:30")
    assert next_slot(rule(), first) == utc("2027-03-28 18:30")
    assert next_slot(rule(), first - timedelta(microseconds=1)) == first


rules = st.builds(
    Rule,
    every=st.sampled_from(EVERY),
    weekday=st.integers(0, 6),
    week_of_month=st.sampled_from((1, 2, 3, 4, LAST_WEEK)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zone=st.sampled_from(zone_names()),
    starts_on=st.dates(date(2000, 1, 1), date(2033, 1, 1)),
)
moments = st.datetimes(datetime(1999, 1, 1), datetime(2035, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))


def plain_slots(given_rule: Rule, after: datetime, count: int) -> list[datetime]:
    """Return the same talks by plain rrule from the very start, and dateutil's own reading of gaps."""
    start = datetime.combine(given_rule.starts_on, time())
    if given_rule.every == "month":
        days = rrule(MONTHLY, dtstart=start, byweekday=weekday(given_rule.weekday)(given_rule.week_of_month))
    else:
        first = rrule(WEEKLY, dtstart=start, byweekday=given_rule.weekday)[0]
        days = rrule(WEEKLY, dtstart=first, interval=2 if given_rule.every == "two_weeks" else 1)
    found: list[datetime] = []
    for day in days:
        wall = datetime.combine(day, given_rule.at, tzinfo=ZoneInfo(given_rule.zone))
        when = resolve_imaginary(wall).astimezone(UTC)
        if when > after:
            found.append(when)
        if len(found) == count:
            break
    return found


@settings(max_examples=300)
@given(rules, moments)
def test_talks_are_those_of_plain_rrule(given_rule, after):
    """Anchored near now, a rhythm yields the same as anchored at its start."""
    assert list(islice(slots(given_rule, after), 6)) == plain_slots(given_rule, after, 6)


@given(rules, moments)
def test_a_talk_is_on_its_day_at_its_time_but_for_gaps(given_rule, after):
    for slot in islice(slots(given_rule, after), 4):
        shown = local(slot, given_rule.zone)
        if shown.time() == given_rule.at:
            assert shown.weekday() == given_rule.weekday
        else:
            assert shown.replace(tzinfo=None) - timedelta(hours=24) < datetime.combine(shown.date(), given_rule.at)


@given(rules, moments)
def test_talks_come_in_order_and_walking_them_skips_none(given_rule, after):
    found = list(islice(slots(given_rule, after), 5))
    assert all(one < other for one, other in pairwise(found))
    walked, at = [], after
    for _ in found:
        at = next_slot(given_rule, at)
        walked.append(at)
    assert walked == found


def test_a_rhythm_of_twenty_years_costs_no_more_than_a_new_one(monkeypatch):
    """The rule is anchored near now: the number of dates it looks at does not grow with its age."""
    from checkins.rhythm import recurrence

    looked_at: list[date] = []
    days = recurrence._days

    def counted(*parts):
        for day in days(*parts):
            looked_at.append(day)
            yield day

    monkeypatch.setattr(recurrence, "_days", counted)
    for every in EVERY:
        looked_at.clear()
        next_slot(rule(every, starts_on="2007-01-01"), utc("2027-05-05 00:00"))
        assert len(looked_at) <= 4
