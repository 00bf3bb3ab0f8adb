"""What a person takes with them is read a few rows at a time, so that memory stays small however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

Row = TypeVar("Row", bound=Model)
IN_A_PIECE = 100


def pieces_of(rows: QuerySet[Row], size: int = IN_A_PIECE) -> Iterator[list[Row]]:
    """Yield the rows in their order, some at a time; as many queries as pieces, and one.

    Each piece asks again whether its rows may be read, so what was taken back meanwhile is left out. No cursor stays
    open between them: on SQLite one would keep the same connection from writing, on PostgreSQL it would need its
    transaction to go on.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        some = keys[start : start + size]
        found = {row.pk: row for row in rows.filter(pk__in=some)}
        yield [found[key] for key in some if key in found]


def in_pieces(rows: QuerySet[Row], size: int = IN_A_PIECE) -> Iterator[Row]:
    """Yield the same one by one."""
    yield from chain.from_iterable(pieces_of(rows, size))


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment on the reader's clock: of what two people share no more is told."""
    return timezone.localtime(moment).date() if moment else None
