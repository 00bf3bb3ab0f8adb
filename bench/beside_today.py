"""A calendar that follows three years of weekly talks, beside Today of the same person, in one process."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.dispatch import Figures
from bench.stand import Stand

REQUESTS = 60


def feed_3y(stand: Stand) -> Figures:
    """Milliseconds from the request to the answer, and that ÷ the same for Today."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from checkins.feed.verbs import make_feed
    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    pair = factories.connected_couple(alice, bob)
    factories.agreed_rhythm(pair)
    address = reverse("feed", args=[make_feed(pair.alice_seat, uuid.uuid4(), timezone.now())])
    signed_in, nobody = factories.signed_in(Client(), pair.alice), Client()
    requests = stand.size(REQUESTS, 2)
    feed, today = stand.interleaved(
        lambda: _milliseconds(nobody.get, address, requests), lambda: _milliseconds(signed_in.get, "/today/", requests)
    )
    content = nobody.get(address, SERVER_NAME="localhost").content
    stand.note(f"{content.count(b'BEGIN:VEVENT')} talks, {len(content) / 1024:.0f} KB; Today {today:.1f} ms")
    yield "feed_3y_ms", feed
    yield "feed_3y_vs_today", feed / today


def _milliseconds(get: Callable[..., Any], path: str, requests: int) -> float:
    taken = []
    for _number in range(requests + 1):
        started = time.perf_counter()
        answer = get(path, SERVER_NAME="localhost")
        taken.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer
    return median(taken[1:]) * 1000
