"""What one wrote of closeness: now, and a year ago. Page, API and look back print it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from basics.localtime import local
from basics.submissions import body_hash
from couples.people.models import User
from journal.closeness.beginnings import Beginning, beginnings
from journal.closeness.models import ClosenessSentence

# What is older stands beside what one writes now, and is no more what one says now.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Sentence:
    """One sentence of one's own."""

    pk: uuid.UUID
    words: str
    written_on: date


@dataclass(frozen=True)
class BeginningAsSeen:
    """One beginning, and how its reader went on from it."""

    beginning: Beginning
    # All that was written, the newest first.
    sentences: Sequence[Sentence]
    today: date

    @property
    def now(self) -> Sentence | None:
        """Return what one says now; None where nothing was written within a year."""
        newest = next(iter(self.sentences), None)
        return newest if newest and newest.written_on > self.today - A_YEAR else None

    @property
    def then(self) -> Sentence | None:
        """Return what one said a year ago."""
        return next((each for each in self.sentences if each.written_on <= self.today - A_YEAR), None)


def closeness_of(person: User, now: datetime) -> Sequence[BeginningAsSeen]:
    """Return the four beginnings with what this person wrote: one query, each decrypted once."""
    rows = list(rows_of(person.pk))
    today = today_of(person, now)
    return [
        BeginningAsSeen(beginning, [_sentence(row) for row in rows if row.beginning == name], today)
        for name, beginning in beginnings().items()
    ]


def rows_of(person_id: int) -> QuerySet[ClosenessSentence]:
    """Return what a person wrote, the newest first."""
    return ClosenessSentence.objects.filter(person=person_id).order_by("-written_on", "-pk")


def today_of(person: User, now: datetime) -> date:
    """Return the day that it is where this person lives."""
    return local(now, person.time_zone).date()


def _sentence(row: ClosenessSentence) -> Sentence:
    return Sentence(row.pk, row.words, row.written_on)


@dataclass(frozen=True)
class Grown:
    """How one goes on from a beginning, and how one did a year before that."""

    beginning: Beginning
    then: Sentence | None
    now: Sentence


def grown_within(rows: Sequence[ClosenessSentence], is_wanted: Callable[[date], bool]) -> Sequence[Grown]:
    """Return what was written on the wanted days, the last of each beginning; of `rows`, the newest first."""
    found: list[Grown] = []
    for name, beginning in beginnings().items():
        mine = [_sentence(row) for row in rows if row.beginning == name]
        now = next((each for each in mine if is_wanted(each.written_on)), None)
        if now:
            long_ago = (each for each in mine if each.written_on <= now.written_on - A_YEAR)
            found.append(Grown(beginning, next(long_ago, None), now))
    return found


def known_by(found: Sequence[BeginningAsSeen]) -> str:
    """Return by what it is known whether one's sentences still say the same."""
    return body_hash([each.now.words if each.now else "" for each in found])
