"""Limits on how often one person does something, and on how much is kept for them: counted under that person's row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce, Length

from basics.encryption import encrypted_fields

# The clocks of several machines agree within so much: a moment that lies ahead by no more is now. One that lies further
# ahead is from before a clock was set back; nobody knows when that was, and nothing may wait until it comes.
CLOCKS_APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` acts of one person `within` any such time."""

    most: int
    within: timedelta

    def refuse_beyond(
        self,
        acts: QuerySet[Any],
        moment: str,
        now: datetime,
        person_id: int,
        refusal: type[Exception],
        ahead: timedelta = CLOCKS_APART,
    ) -> None:
        """Raise `refusal` unless one more act may follow; `moment` is the column that says when each was done.

        What lies further ahead than `ahead` does not count: a clock that once ran a year ahead would refuse for a year.
        Call it inside the transaction that acts, after the row of the couple or of the agreement was taken.
        """
        if not self.has_room(acts, moment, now, person_id, ahead):
            raise refusal

    def has_room(
        self, acts: QuerySet[Any], moment: str, now: datetime, person_id: int, ahead: timedelta = CLOCKS_APART
    ) -> bool:
        """Tell the same, for an act that is done in another way instead of being refused."""
        take_turn(person_id)
        counted = {f"{moment}__gt": now - self.within, f"{moment}__lte": now + ahead}
        return acts.filter(**counted).count() < self.most


@dataclass(frozen=True)
class Room:
    """At most so many characters of one person's own words in all, as they are stored.

    Encrypted, a Chinese character is four of them, a Latin letter one and a third.
    """

    most: int

    @contextmanager
    def kept_within(self, rows: QuerySet[Any], person_id: int, refusal: type[Exception]) -> Iterator[None]:
        """Raise `refusal` if `rows` are too much after what is written inside, unless they are no more than before.

        So whoever makes something shorter is never refused. Call it inside the transaction that writes, as above.
        """
        take_turn(person_id)
        before = _stored(rows)
        yield
        if _stored(rows) > max(self.most, before):
            raise refusal


def _stored(rows: QuerySet[Any]) -> int:
    """Return how many characters the encrypted fields of these rows take."""
    names = [field.name for field in encrypted_fields(rows.model)]
    lengths = {name: Coalesce(Sum(Length(Cast(name, TextField()))), 0) for name in names}
    return sum(rows.aggregate(**{f"stored_{name}": length for name, length in lengths.items()}).values())


def take_turn(person_id: int) -> None:
    """Let one transaction of this person at a time go on from here. Raises RuntimeError outside a transaction.

    Counted without it, many acts at once each see that there is room for one more. The column changes nothing and is
    no key, so that rows which point to the person can be written meanwhile.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A limit counts only inside the transaction that acts.")
    get_user_model().objects.filter(pk=person_id).update(is_active=F("is_active"))
