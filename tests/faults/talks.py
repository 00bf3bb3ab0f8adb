"""The talks of many pairs, handed in at once. Imported once Django is set up on the run's database."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from bench.rows import populate
from checkins.agenda.models import Topic
from checkins.answers.models import Answer, Seal
from checkins.answers.showing import WholeCheckIn, check_ins_of, whole_check_in
from checkins.answers.verbs import Given, hand_in
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import WITH_THE_SECOND
from checkins.rhythm.reminders import ANSWERS_OPEN
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from reminders.models import ChannelName, Reminder

GATE_SECONDS = 120
SECOND = f":{WITH_THE_SECOND}"
LEFT_OUT = {"readings": 0, "one_sided_readings": 0, "failures": 0}


@dataclass(frozen=True)
class HandIn:
    """One person who is about to hand in."""

    talk: CheckIn
    seat: Membership

    @property
    def mark(self) -> str:
        """Return what all that this person wrote begins with."""
        return f"of {self.seat.user_id}:"

    @property
    def answers(self) -> Mapping[str, Given]:
        """Return what they answer, the wish too."""
        return {prompt: Given(f"{self.mark} {prompt}") for prompt in self.talk.prompts}

    @property
    def parts(self) -> int:
        """Return how much of it the other reads once it is open: the answers, a topic and something good."""
        return len(self.answers) + 2


class Counted:
    """What the run counts, from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.counts: Counter[str] = Counter(LEFT_OUT)
        self.seconds: list[float] = []

    def add(self, name: str) -> None:
        """Count one."""
        with self._lock:
            self.counts[name] += 1

    def took(self, seconds: float) -> None:
        """Note how long one hand-in took, with all that it waited for."""
        with self._lock:
            self.seconds.append(seconds)


def hand_in_at_once(pairs: int) -> dict[str, int]:
    """Make the pairs, let go of all of them in one moment, and count."""
    populate(pairs - 1)
    people = _ready()
    now = people[0].talk.starts_at + timedelta(minutes=1)
    counted, gate = Counted(), threading.Barrier(len(people))
    threads = [threading.Thread(target=_one, args=(each, now, gate, counted)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {**_figures(people, counted), **_what_is_missing(people, now)}


def _ready() -> list[HandIn]:
    """Return everybody, with a topic and something good queued."""
    seats = Membership.objects.select_related("user", "couple").order_by("couple", "seat")
    talks = {talk.couple_id: talk for talk in CheckIn.objects.select_related("agreement")}
    people = [HandIn(talks[seat.couple_id], seat) for seat in seats]
    for mine, theirs in zip(people[::2], people[1::2], strict=True):
        mine.seat.partner, theirs.seat.partner = theirs.seat.user, mine.seat.user
    at = people[0].talk.starts_at - timedelta(days=1)
    both = [(each, {"couple_id": each.talk.couple_id}) for each in people]
    Topic.objects.bulk_create(
        Topic(**of, author=each.seat.user, words=f"{each.mark} topic", queued_at=at) for each, of in both
    )
    Appreciation.objects.bulk_create(
        Appreciation(**of, giver=each.seat.user, what_you_did=f"{each.mark} good", written_at=at) for each, of in both
    )
    return people


def _one(person: HandIn, now: datetime, gate: threading.Barrier, counted: Counted) -> None:
    try:
        connection.ensure_connection()
        gate.wait(GATE_SECONDS)
        started = time.perf_counter()
        hand_in(CheckIn.objects.select_related("agreement").get(pk=person.talk.pk), person.seat, person.answers, now)
        counted.took(time.perf_counter() - started)
        _read(person, now, counted)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is counted
        counted.add("failures")
        print(repr(error), file=sys.stderr)
    finally:
        connection.close()


def _read(person: HandIn, now: datetime, counted: Counted) -> None:
    counted.add("readings")
    seat = person.seat
    other = Membership.objects.select_related("user", "couple").exclude(pk=seat.pk).get(couple=seat.couple_id)
    other.partner = seat.user
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = [_read_by(each, person.talk, now) for each in (seat, other)]
    if found not in ([0, 0], [person.parts, person.parts]):
        counted.add("one_sided_readings")


def _read_by(seat: Membership, talk: CheckIn, now: datetime) -> int:
    """Return how much of what the other wrote this person can read."""
    seen = whole_check_in(check_ins_of(seat).get(pk=talk.pk), seat, now)
    theirs = f"of {seat.partner.pk}:"
    return sum(words.startswith(theirs) for words in _words(seen))


def _words(seen: WholeCheckIn) -> Iterable[str]:
    yield from (question.theirs.words for question in seen.questions if question.theirs)
    yield from (topic.words for item in seen.table for topic in item.topics)
    yield from (good.what_you_did for good in seen.felt_good)


def _figures(people: list[HandIn], counted: Counted) -> dict[str, int]:
    slowest = max(counted.seconds, default=0)
    counts = {f"hand_in_{name}": count for name, count in counted.counts.items()}
    return {"hand_ins": len(people), **counts, "hand_in_slowest_ms": round(1000 * slowest)}


def _what_is_missing(people: list[HandIn], now: datetime) -> dict[str, int]:
    """Compare what stands in the end with what should: all of it both's, each talk opened, told and followed once."""
    pairs, opened = len(people) // 2, CheckIn.objects.opened(now).count()
    things = Topic.objects.filter(check_in__isnull=False).count() + Appreciation.objects.exclude(given_at=None).count()
    told = Reminder.objects.filter(kind=ANSWERS_OPEN.name, channel=ChannelName.IN_APP, occurrence__endswith=SECOND)
    return {
        "hand_in_missed_openings": pairs - opened,
        "hand_in_lost": sum(len(each.answers) + 1 for each in people) - Answer.objects.count() - Seal.objects.count(),
        "hand_in_unopened_things": 2 * len(people) - things,
        "hand_in_told_wrongly": len(people) - told.count(),
        "hand_in_next_talks_missing": pairs - CheckIn.objects.ahead(now).count(),
    }
