"""Rules of all patterns in zones with strange clocks, against a walk day by day that shares no code with them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.recurrence import ZONES
from tests.helpers.day_by_day import FAR, at_moments, random_settings, talk_days

FULL_RULES, SHORT_RULES = 200, 2
YEARS = timedelta(days=5 * 365)
# Clocks of the past stand still, and have more surprises than those to come.
FIRST_YEAR, STARTS = 2007, 20


def run(is_short: bool) -> dict[str, int]:
    """Walk through five years of each rule in each zone."""
    rules = SHORT_RULES if is_short else FULL_RULES
    told = [found for number in range(rules) for found in _compared(number)]
    return {
        "rhythm_rules": rules,
        "rhythm_zones": len(ZONES),
        "rhythm_talks": sum(talks for talks, _differ in told),
        "rhythm_differences": sum(differ for _talks, differ in told),
    }


def _compared(number: int) -> Iterator[tuple[int, int]]:
    """Yield, zone by zone, how many talks a rule has and whether the two see it otherwise."""
    chance = random.Random(number)
    starts = date(FIRST_YEAR + number % STARTS, 1, 1)
    settings = random_settings(chance, starts, "UTC")
    after = datetime.combine(starts, datetime.min.time(), UTC) + timedelta(hours=chance.randrange(24 * 400))
    days = talk_days(settings, (after + YEARS + FAR).date())
    for zone in ZONES:
        expected = at_moments(days, settings, zone, after, after + YEARS)
        yield len(expected), _asked({**settings, "zone": zone}, after) != expected


def _asked(settings: dict[str, Any], after: datetime) -> list[datetime]:
    from checkins.rhythm.recurrence import Rule, next_slot

    rule, found, until = Rule.of(settings), [], after + YEARS
    slot = next_slot(rule, after)
    while slot and slot < until:
        found.append(slot)
        slot = next_slot(rule, slot)
    return found
