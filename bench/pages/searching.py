"""A search in what two people have kept over five years: all of it is decrypted, in one process."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from bench.dispatch import Figures
from bench.stand import Stand

REQUESTS = 20
FULL_WEEKS, QUICK_WEEKS = 5 * 52, 2
# Of each of the two a week; beside them what each takes along from the week's talk.
GOOD_A_WEEK = 3
WORD = "lighthouse"


def search_5y(stand: Stand) -> Figures:
    """Milliseconds from the request to the page of what was found."""
    from django.test import Client

    from tests.helpers import factories

    alice, bob = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(2))
    pair = factories.connected_couple(alice, bob)
    kept = keep(pair, stand.size(FULL_WEEKS, QUICK_WEEKS))
    client = factories.signed_in(Client(), pair.alice)
    requests = stand.size(REQUESTS, 2)
    [taken] = stand.interleaved(lambda: _milliseconds(client, requests))
    stand.note(f"{kept:,} texts of five years")
    yield "search_5y_ms", taken


def _milliseconds(client: Any, requests: int) -> float:
    taken = []
    for _number in range(requests + 1):
        started = time.perf_counter()
        answer = client.post("/kept/", {"words": WORD}, SERVER_NAME="localhost")
        taken.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer
        assert answer.content.decode().count(WORD) > 1, "found, beside what was typed"
    return median(taken[1:]) * 1000


def keep(pair: Any, weeks: int) -> int:
    """Let the two give and take along something each week, and return how many rows that is."""
    from django.utils import timezone

    from checkins.answers.models import TakeAway
    from checkins.rhythm.models import CheckIn
    from journal.appreciations.models import Appreciation

    days = [timezone.now() - timedelta(weeks=week, hours=1) for week in range(weeks)]
    at = [{"slot": day, "starts_at": day, "both_in_at": day, "topics_settled": True} for day in days]
    talks = CheckIn.objects.bulk_create(CheckIn(couple=pair.couple, minutes=30, zone="UTC", **when) for when in at)
    both = [(talk, person) for talk in talks for person in (pair.alice, pair.bob)]
    taken = TakeAway.objects.bulk_create(
        TakeAway(couple=pair.couple, check_in=talk, author=person, words=_text(talk.slot), shared_at=talk.slot)
        for talk, person in both
    )
    given = Appreciation.objects.bulk_create(
        Appreciation(couple=pair.couple, giver=person, written_at=day, given_at=day, **_good(day))
        for talk, person in both
        for day in _moments(talk.slot)
    )
    return len(taken) + len(given)


def _moments(talk_at: datetime) -> Iterator[datetime]:
    return (talk_at + timedelta(hours=number) for number in range(GOOD_A_WEEK))


def _good(day: datetime) -> dict[str, str]:
    return {"what_you_did": _text(day), "when_it_was": f"{day:%A}", "what_it_meant": _text(day)}


def _text(day: datetime) -> str:
    """Return a sentence or two; in every fourth week from now back it has the word that is searched."""
    weeks_ago = round((datetime.now(UTC) - day) / timedelta(weeks=1))
    place = "kitchen" if weeks_ago % 4 else WORD
    return f"You asked how my day was before you told me of yours, and we stood in the {place} for a while. {day:%B}."
