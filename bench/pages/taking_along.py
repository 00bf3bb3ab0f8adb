"""The file that somebody takes with them after five years of daily use: how long it takes, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from string import ascii_lowercase
from typing import Any

from bench.dispatch import Figures
from bench.stand import Stand

FULL_DAYS, QUICK_DAYS = 5 * 365, 14
A_WEEK = 7
LETTERS = Random(5)


def export_5y(stand: Stand) -> Figures:
    """Seconds until it is made, and megabytes over what the process holds at rest.

    Nobody else may make it meanwhile: a worker kept from an earlier measure would take it within a second.
    """
    from tests.helpers import factories
    from tests.pages.export.files import made

    stand.rest()
    alice, bob, nobody = (factories.person(email=f"{uuid.uuid4()}@example.org") for _ in range(3))
    pair = factories.connected_couple(alice, bob)
    made(nobody)  # what is loaded once and stays
    written = _write(pair, stand.size(FULL_DAYS, QUICK_DAYS))
    worked = time.process_time()
    taken, queries, file = _counted(lambda: made(alice))
    worked = time.process_time() - worked
    assert file.ready_at, "not made, or made by somebody else"
    pieces = f"{file.size / 1e6:.1f} MB as a zip in {file.chunks.count()} pieces"
    stand.note(f"{written:,} rows of five years, {pieces}, {queries:,} queries; load {os.getloadavg()[0]:.1f}")
    stand.note(f"its own processor time {worked:.1f} s")
    yield "export_5y_s", taken
    yield "export_5y_mb", _grown(stand, nobody, alice)


def _counted(work: Callable[[], Any]) -> tuple[float, int, Any]:
    """Return how long it takes, what it asks the database, and what comes of it."""
    from django.db import connection

    asked = []

    def count(execute: Any, *query: Any) -> Any:
        asked.append(1)
        return execute(*query)

    started = time.perf_counter()
    with connection.execute_wrapper(count):
        made = work()
    return time.perf_counter() - started, len(asked), made


def _grown(stand: Stand, rest: Any, person: Any) -> float:
    """Return by how much a process of its own grows: this one has room left from writing the rows."""
    command = [sys.executable, "-m", "bench.pages.made_alone", str(rest.pk), str(person.pk)]
    return float(subprocess.run(command, env=stand.environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def _write(pair: Any, days: int) -> int:
    """Let Alice note something every day and look at a thought each week; let the two talk, thank and write letters."""
    from django.utils import timezone

    now = timezone.now()
    moments = [now - timedelta(days=day, hours=1) for day in range(days)]
    talks = moments[::A_WEEK]
    return sum(map(len, (_own(pair, moments), _thoughts(pair, talks), _talks(pair, talks), _given(pair, moments))))


def _own(pair: Any, moments: list[datetime]) -> list[Any]:
    from journal.entries.models import Entry

    said = {"feeling": "uneasy", "strength": 1, "words": ["sad"], "trigger": "late_reply"}
    texts = ({**said, "text": _text(300)} for _moment in moments)
    return Entry.objects.bulk_create(Entry(person=pair.alice, at=at, payload=next(texts)) for at in moments)


def _thoughts(pair: Any, moments: list[datetime]) -> list[Any]:
    from journal.thoughts.models import Thought

    said = {
        "situation": _text(),
        "feeling_1": "uneasy",
        "before_1": 80,
        "after_1": 40,
        "thought": _text(),
        "fairer": _text(),
    }
    return Thought.objects.bulk_create(Thought(person=pair.alice, begun_at=at, payload=said) for at in moments)


def _talks(pair: Any, moments: list[datetime]) -> list[Any]:
    from checkins.answers.models import Answer, Seal, TakeAway
    from checkins.rhythm.models import CheckIn

    at = [{"slot": day, "starts_at": day, "both_in_at": day, "topics_settled": True} for day in moments]
    talks = CheckIn.objects.bulk_create(CheckIn(couple=pair.couple, minutes=30, zone="UTC", **when) for when in at)
    both = [(talk, person) for talk in talks for person in (pair.alice, pair.bob)]
    of = [{"couple": pair.couple, "check_in": talk, "author": person} for talk, person in both]
    Seal.objects.bulk_create(Seal(**whose, sealed_at=whose["check_in"].slot) for whose in of)
    TakeAway.objects.bulk_create(TakeAway(**whose, words=_text(), shared_at=whose["check_in"].slot) for whose in of)
    answers = ((whose, prompt) for whose in of for prompt in whose["check_in"].prompts)
    return Answer.objects.bulk_create(Answer(**whose, prompt=prompt, words=_text(200)) for whose, prompt in answers)


def _given(pair: Any, moments: list[datetime]) -> list[Any]:
    """Something good from one of the two each day, and a letter in each direction every week."""
    from journal.appreciations.models import Appreciation
    from journal.letters.models import ComposedLetter

    said = {"what_happened": _text(), "felt": _text(), "needed": _text(), "would_you": _text()}
    letters = [(day, person) for day in moments[::A_WEEK] for person in (pair.alice, pair.bob)]
    ComposedLetter.objects.bulk_create(
        ComposedLetter(
            id=uuid.uuid4(),
            submission=uuid.uuid4(),
            couple=pair.couple,
            writer=person,
            payload=said,
            put_at=day,
            given_at=day,
            answer=_text(),
            answered_at=day,
        )
        for day, person in letters
    )
    return Appreciation.objects.bulk_create(
        Appreciation(couple=pair.couple, giver=giver, written_at=day, given_at=day, what_you_did=_text())
        for day, giver in zip(moments, _in_turn(pair), strict=False)
    )


def _in_turn(pair: Any) -> Iterator[Any]:
    while True:
        yield from (pair.alice, pair.bob)


def _text(length: int = 100) -> str:
    """Return letters that a zip finds no words in."""
    return "".join(LETTERS.choices(f"{ascii_lowercase}    ", k=length))
