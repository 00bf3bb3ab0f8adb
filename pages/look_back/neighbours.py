"""What lies in a quarter, and the nearest ones before and after it in which there is anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from checkins.kept.showing import Quarter


@dataclass(frozen=True)
class Beyond:
    """Of one sort of thing: the last day before a quarter, and the first one after it."""

    before: date | None
    after: date | None


def within(quarter: Quarter, column: str) -> Q:
    """Let only those through whose moment is in it, by the active clock."""
    return Q(**{f"{column}__gte": quarter.starts_at, f"{column}__lt": quarter.ends_at})


def beyond_days(quarter: Quarter, days: Iterable[date]) -> Beyond:
    """Return the nearest of these days."""
    others = [day for day in days if not quarter.holds(day)]
    before = max((day for day in others if day < quarter.first), default=None)
    return Beyond(before, min((day for day in others if day > quarter.first), default=None))


def beyond_rows(quarter: Quarter, rows: QuerySet[Any], column: str) -> Beyond:
    """Return the same of rows, by the active clock: one query."""
    found = rows.aggregate(
        before=Max(column, filter=Q(**{f"{column}__lt": quarter.starts_at})),
        after=Min(column, filter=Q(**{f"{column}__gte": quarter.ends_at})),
    )
    return Beyond(*(timezone.localdate(at) if at else None for at in (found["before"], found["after"])))


def nearest(found: Iterable[Beyond]) -> tuple[Quarter | None, Quarter | None]:
    """Return the quarters of the nearest days of all of them."""
    every = list(found)
    before = max((each.before for each in every if each.before), default=None)
    after = min((each.after for each in every if each.after), default=None)
    return _around(before), _around(after)


def _around(day: date | None) -> Quarter | None:
    return Quarter.of_day(day) if day else None
