"""Rows that verbs make once in a process, and that each test then gets by a few INSERTs, as if just made.

Most tests begin with Alice, Bob and Eve. To make them takes longer than most of these tests themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from config.models import Canary
from tests.helpers import factories
from tests.helpers.once.databases import MADE_BY_MIGRATING
from tests.helpers.undone import undone

# Numbers from here on are those of what a test makes itself.
FIRST_NUMBER = 1000
Made = TypeVar("Made")


@dataclass(frozen=True)
class Rows:
    """What stands in one table."""

    table: str
    insert: str
    values: list[Any]
    # Which of the values are moments.
    moments: frozenset[int]

    def put(self, later: timedelta) -> None:
        """Insert them, with their moments moved."""
        moved = [_moved(value, later) if place in self.moments else value for place, value in enumerate(self.values)]
        with connection.cursor() as cursor:
            cursor.execute(self.insert, moved)


@dataclass(frozen=True)
class Prepared:
    """All rows that something made, and when."""

    made_at: datetime
    tables: list[Rows]

    def put(self, later: timedelta | None = None) -> None:
        """Make it again, now, or so much later than it was made."""
        with transaction.atomic():
            for rows in self.tables:
                rows.put(timezone.now() - self.made_at if later is None else later)


SCENES: dict[str, Prepared] = {}


def prepare() -> None:
    """Make each scene on the empty database, remember its rows, and take it back."""
    SCENES.update(parted=_made(_parted), connected=_made(_connected))
    _let_numbers_begin_later()


def _parted() -> None:
    factories.ex_partner(factories.person("Alice"))


def _connected() -> None:
    alice = factories.person("Alice")
    factories.ex_partner(alice)
    factories.connected_couple(alice)


def _made(make: Callable[[], None]) -> Prepared:
    with time_machine.travel(timezone.now(), tick=False):
        return remembered(make)[1]


def remembered(make: Callable[[], Made]) -> tuple[Made, Prepared]:
    """Make something on the empty database; return it with its rows, which are taken back."""
    with undone():
        made = make()
        return made, Prepared(timezone.now(), list(_rows()))


def _models() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models(include_auto_created=True) if model not in (*MADE_BY_MIGRATING, Canary))


def _rows() -> Iterator[Rows]:
    for model in _models():
        fields, table = model._meta.local_concrete_fields, model._meta.db_table
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{table}"')
            rows = cursor.fetchall()
        if rows:
            each = f"({', '.join(['%s'] * len(fields))})"
            insert = f'INSERT INTO "{table}" ({columns}) VALUES {", ".join([each] * len(rows))}'
            kinds = [field for _row in rows for field in fields]
            moments = {place for place, field in enumerate(kinds) if isinstance(field, models.DateTimeField)}
            yield Rows(table, insert, [value for row in rows for value in row], frozenset(moments))


def _moved(value: Any, later: timedelta) -> Any:
    """Return a moment as the database gives it, so much later."""
    if isinstance(value, str):
        return str(datetime.fromisoformat(value) + later)
    return value and value + later


def _let_numbers_begin_later() -> None:
    """SQLite takes numbers back with the rows; PostgreSQL goes on after those that were taken back."""
    if connection.vendor == "sqlite":
        tables = {rows.table for prepared in SCENES.values() for rows in prepared.tables}
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST_NUMBER])
