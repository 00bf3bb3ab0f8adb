"""A quarter, looked back at by two people who have used Steady for five years, in one process."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from bench.dispatch import Figures
from bench.pages.beside_today import milliseconds
from bench.pages.searching import keep
from bench.stand import Stand

REQUESTS = 30
FULL_WEEKS, QUICK_WEEKS = 5 * 52, 2
# Something is agreed every third week, gets other words three times, and is let go in half of the cases.
WEEKS_APART, CHANGES = 3, 3


def look_back_5y(stand: Stand) -> Figures:
    """Milliseconds from the request to the page, and that ÷ the same for Today."""
    from django.test import Client

    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    pair = factories.connected_couple(alice, bob)
    weeks = stand.size(FULL_WEEKS, QUICK_WEEKS)
    kept, agreements = keep(pair, weeks), _agreed(pair, weeks)
    client = factories.signed_in(Client(), pair.alice)
    requests = stand.size(REQUESTS, 2)
    looked, today = stand.interleaved(
        lambda: milliseconds(client.get, "/look-back/", requests), lambda: milliseconds(client.get, "/today/", requests)
    )
    stand.note(f"{kept:,} texts and {agreements} agreements of five years; Today {today:.0f} ms")
    yield "lookback_5y_ms", looked
    yield "lookback_5y_vs_today", looked / today


def _agreed(pair: Any, weeks: int) -> int:
    from django.utils import timezone

    from agreements.letters import consent
    from tests.helpers import factories

    days = [timezone.now() - timedelta(weeks=week, days=1) for week in range(0, weeks, WEEKS_APART)]
    for number, day in enumerate(days):
        rule = factories.agreed_response_rule(pair, day)
        factories.copied(rule, [(rule, version) for version in range(2, 2 + CHANGES)])
        if number % 2:
            consent.end(rule, pair.bob_seat, day + timedelta(days=6))
    return len(days)
