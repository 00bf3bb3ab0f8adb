"""Next occurrences of rhythms beside plain rrule, and that both say the same in 300,000 over 20 zones."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from dateutil.tz import resolve_imaginary

from bench.dispatch import Figures
from bench.stand import Stand

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Istanbul",
    "America/New_York",
    "America/Los_Angeles",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Beirut",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
)
AGES_YEARS = (0, 1, 10, 20)


def recurrence_vs_rrule(stand: Stand) -> Figures:
    """Next occurrences a second ÷ rrule anchored near now, at ages from 0 to 20 years; then the comparison."""
    from checkins.rhythm.recurrence import next_slot

    count = stand.size(4_000, 100)
    cases = [_case(number) for number in range(count)]

    def ours() -> float:
        started = time.perf_counter()
        for rule, after in cases:
            next_slot(rule, after)
        return count / (time.perf_counter() - started)

    def theirs() -> float:
        started = time.perf_counter()
        for rule, after in cases:
            next_by_rrule(rule, after)
        return count / (time.perf_counter() - started)

    own, plain = stand.interleaved(ours, theirs)
    stand.note(f"recurrence {own:,.0f}/s, rrule anchored near now {plain:,.0f}/s")
    yield "recurrence_vs_rrule", own / plain
    yield "recurrence_differences", float(differences(stand.size(300_000, 900)))


def _case(number: int):
    """Return a rhythm of some age and a moment to ask from, the same in every run."""
    from checkins.rhythm.patterns import LAST_WEEK, MONTH_DAY, MONTH_WEEKDAY, WEEKS
    from checkins.rhythm.recurrence import Rule

    chance = random.Random(number)
    now = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=chance.randrange(60 * 24 * 400))
    rule = Rule(
        every=chance.choice((WEEKS, MONTH_DAY, MONTH_WEEKDAY)),
        at=clock(chance.choice((0, 1, 2, 3, 20, 23)), chance.choice((0, 15, 30))),
        zone=ZONES[number % len(ZONES)],
        starts_on=(now - timedelta(days=365 * chance.choice(AGES_YEARS) + chance.randrange(200))).date(),
        weeks=chance.choice((1, 1, 2, 3, 8)),
        weekdays=tuple(chance.sample(range(7), chance.choice((1, 1, 2, 3)))),
        day_of_month=chance.randint(1, 31),
        weekday=chance.randrange(7),
        week_of_month=chance.choice((1, 2, 3, 4, LAST_WEEK)),
    )
    return rule, now


def next_by_rrule(rule, after: datetime) -> datetime:
    """The baseline: rrule over wall times, anchored near `after`, and dateutil's own reading of gaps."""
    found: datetime = next(_by_rrule(rule, after, near=True))
    return found


def _by_rrule(rule, after: datetime, near: bool):
    zone = ZoneInfo(rule.zone)
    around = after.astimezone(zone).date() if near else rule.starts_on
    for wall in _weeks_by_rrule(rule, around) if rule.every == "weeks" else _months_by_rrule(rule, around):
        when = resolve_imaginary(wall.replace(tzinfo=zone)).astimezone(UTC)
        if when > after and wall.date() >= rule.starts_on:
            yield when


def _weeks_by_rrule(rule, around: date):
    first = min(rule.starts_on + timedelta(days=(day - rule.starts_on.weekday()) % 7) for day in rule.weekdays)
    anchor = first + timedelta(weeks=max((around - first).days // (7 * rule.weeks) - 1, 0) * rule.weeks)
    start = _at(anchor, rule.at)
    return rrule(WEEKLY, dtstart=start, interval=rule.weeks, byweekday=rule.weekdays, wkst=first.weekday())


def _months_by_rrule(rule, around: date):
    start = _at(max(rule.starts_on, around - relativedelta(months=1)).replace(day=1), rule.at)
    if rule.every == "month_weekday":
        return rrule(MONTHLY, dtstart=start, byweekday=weekday(rule.weekday)(rule.week_of_month))
    # Of the last days up to the chosen one, the last that the month has.
    days = range(min(28, rule.day_of_month), rule.day_of_month + 1)
    return rrule(MONTHLY, dtstart=start, bymonthday=days, bysetpos=-1)


def _at(day: date, at: clock) -> datetime:
    return datetime.combine(day, at)


def differences(occurrences: int, of_each: int = 30) -> int:
    """Compare so many occurrences with rrule from the rhythm's own start; return how many differ."""
    from checkins.rhythm.recurrence import slots

    differing = 0
    for number in range(occurrences // of_each):
        rule, _now = _case(number)
        start = datetime.combine(rule.starts_on, clock(), tzinfo=UTC) - timedelta(days=2)
        ours = list(islice(slots(rule, start), of_each))
        differing += sum(a != b for a, b in zip(ours, _by_rrule(rule, start, near=False), strict=False))
    return differing
