"""Cards over three years of entries: all that a person ever noticed is decrypted, in one process."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from bench.dispatch import Figures
from bench.pages.beside_today import milliseconds
from bench.stand import Stand

REQUESTS = 20
# One a day for three years.
FULL, QUICK = 1_100, 60
TRIGGERS = ("late_reply", "cold_tone", "money", "")
# What is rare: all has to be decrypted to find it, and little of it is shown.
RARE, EVERY = "family", 100


def cards_3y(stand: Stand) -> Figures:
    """Milliseconds to the page of all cards, and to the few entries of three years behind one number."""
    from django.test import Client
    from django.utils import timezone

    from tests.helpers import factories

    person = factories.person(email=f"{uuid.uuid4()}@example.org")
    number, now = stand.size(FULL, QUICK), timezone.now()
    _notice(person, number)
    client, requests = factories.signed_in(Client(), person), stand.size(REQUESTS, 2)
    first = (now - timedelta(days=number + 1)).date()
    behind_one = f"/mine/entries/some/?trigger={RARE}&first={first}&last={now.date()}"
    cards, rare = stand.interleaved(
        lambda: milliseconds(client.get, "/mine/triggers/", requests),
        lambda: milliseconds(client.get, behind_one, requests),
    )
    stand.note(f"{number:,} entries of three years, all decrypted; the cards of their last eight weeks {cards:.0f} ms")
    yield "cards_3y_ms", rare
    yield "cards_8_weeks_ms", cards


def _notice(person: Any, number: int) -> None:
    """Let them notice something each day, with a few sentences."""
    from django.utils import timezone

    from journal.entries.models import Entry

    text = "We wrote back and forth all morning, and then nothing since noon. I looked at the phone far too often. "
    said = {"feeling": "uneasy", "strength": 2, "words": ["worried"], "text": 3 * text, "thought": text}
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(person=person, at=now - timedelta(days=day), payload={**said, "trigger": _trigger(day)})
        for day in range(number)
    )


def _trigger(day: int) -> str:
    return TRIGGERS[day % len(TRIGGERS)] if day % EVERY else RARE
