"""What takes much, beside Today of the same person, in one process.

A calendar of three years, a full table, and how an agreement came to be that has changed often.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from statistics import median
from typing import Any

from bench.dispatch import Figures
from bench.stand import Stand

REQUESTS = 60
TOPICS = 20
VERSIONS = 30


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
        lambda: milliseconds(nobody.get, address, requests), lambda: milliseconds(signed_in.get, "/today/", requests)
    )
    content = nobody.get(address, SERVER_NAME="localhost").content
    stand.note(f"{content.count(b'BEGIN:VEVENT')} talks, {len(content) / 1024:.0f} KB; Today {today:.1f} ms")
    yield "feed_3y_ms", feed
    yield "feed_3y_vs_today", feed / today


def table_20(stand: Stand) -> Figures:
    """Milliseconds from the request to the whole table, and that ÷ Today of the same person."""
    from django.test import Client

    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    pair = factories.connected_couple(alice, bob)
    path = _laid(pair)
    client = factories.signed_in(Client(), pair.alice)
    requests = stand.size(REQUESTS, 2)
    table, today = stand.interleaved(
        lambda: milliseconds(client.get, path, requests), lambda: milliseconds(client.get, "/today/", requests)
    )
    stand.note(f"the table {table:.0f} ms, Today {today:.0f} ms")
    yield "table_20_ms", table
    yield "table_20_vs_today", table / today


def history_30(stand: Stand) -> Figures:
    """Milliseconds from the request to the story of thirty versions, and that ÷ the same for Today."""
    from django.test import Client

    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    pair = factories.connected_couple(alice, bob)
    rule = factories.agreed_response_rule(pair)
    factories.copied(rule, [(rule, number) for number in range(2, VERSIONS + 1)])
    client, requests = factories.signed_in(Client(), pair.alice), stand.size(REQUESTS, 2)
    path = f"/agreements/{rule.pk}/history/"
    history, today = stand.interleaved(
        lambda: milliseconds(client.get, path, requests), lambda: milliseconds(client.get, "/today/", requests)
    )
    stand.note(f"the history {history:.0f} ms, Today {today:.0f} ms")
    yield "history_30_versions_ms", history
    yield "history_30_versions_vs_today", history / today


def milliseconds(get: Callable[..., Any], path: str, requests: int) -> float:
    """Return the median of so many answers, after a first one that is not counted."""
    taken = []
    for _number in range(requests + 1):
        started = time.perf_counter()
        answer = get(path, SERVER_NAME="localhost")
        taken.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer
    return median(taken[1:]) * 1000


def _laid(pair: Any) -> str:
    """Open a talk on whose table both have put as much as a table can ever take, and more."""
    from django.utils import timezone

    from checkins.agenda.models import Topic
    from tests.helpers import factories, notebook

    for seat in (pair.alice_seat, pair.bob_seat):
        notebook.noted(seat, "You stayed up until I was home")
    talk = factories.opened_check_in(pair)
    writers = [(pair.alice, pair.bob)[number % 2] for number in range(TOPICS)]
    Topic.objects.bulk_create(
        Topic(
            couple=pair.couple,
            author=writer,
            words=f"What we do in week {week}",
            queued_at=timezone.now(),
            check_in=talk,
        )
        for week, writer in enumerate(writers, start=1)
    )
    return f"/check-ins/{talk.pk}/table/"
