"""Looks for a person through everything that is stored, as somebody with the database and the keys would."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import redis
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from couples.people.models import User
from reminders.addresses import address_key, mailbox_key


def traces_of(person: User) -> re.Pattern[str]:
    """Return what would tell of this person, wherever it stood: key, address, its hashes, name."""
    words = [person.email, address_key(person.email), mailbox_key(person.email), person.name, str(person.pk)]
    return re.compile("|".join(rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])" for word in words), re.IGNORECASE)


# Each value that is stored, with its place.
Dump = Sequence[tuple[str, str]]


def dump() -> Dump:
    """Return all that is stored now: to read it takes longer than any search in it."""
    return list(everything())


def found(pattern: re.Pattern[str], stored: Dump) -> list[str]:
    """Return where it stands: table and column, or a file."""
    return sorted({place for place, text in stored if pattern.search(text)})


def everything() -> Iterator[tuple[str, str]]:
    """Yield each value of each table as it is stored, those of models also as they are read; then caches and files."""
    for table in tables():
        yield from _stored(table)
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values() if model._meta.managed else ():
            yield from ((f"{model._meta.label}.{name}", str(value)) for name, value in row.items())
    for key, value in getattr(cache, "_cache", {}).items():
        yield "cache", f"{key} {value!r}"
    yield from _queued()
    for path in Path(settings.DATA_DIR).rglob("*"):
        if path.is_file() and path.suffix in (".eml", ".log"):
            yield str(path), path.read_text()


def _queued() -> Iterator[tuple[str, str]]:
    """Yield what lies in Redis, where there is one."""
    if settings.EMBEDDED:
        return
    with redis.from_url(os.environ["REDIS_URL"]) as broker:
        yield from (("Redis", f"{key!r} {broker.dump(key)!r}") for key in broker.scan_iter())


def tables() -> Iterable[str]:
    """Return all there are, those without a model too."""
    return connection.introspection.table_names()


def _stored(table: str) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        names = [column[0] for column in cursor.description]
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for row in rows:
        yield from ((f"{table}.{name}", str(value)) for name, value in zip(names, row, strict=True))
