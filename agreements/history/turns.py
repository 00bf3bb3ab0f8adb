"""The days on which something was agreed, got other words, or was let go: the same for the two, as a history is.

Made of what both accepted, and of when it ended; who ended it, or whether a trial ran out, is no part of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import groupby

from django.db.models import Count, Max, Q

from agreements.history.showing import letter_for_both
from agreements.letters.models import Agreement, Version
from agreements.letters.reading import Comparison, compare
from basics.directions import Said, said
from basics.localtime import local
from couples.seats.models import Couple

AN_INSTANT = timedelta(microseconds=1)


class What(Enum):
    """What happened."""

    AGREED = "agreed"
    CHANGED = "changed"
    LET_GO = "let_go"


@dataclass(frozen=True)
class TurnDay:
    """That something happened, and when; not yet what it says."""

    what: What
    on: date
    agreement: uuid.UUID
    version: int
    # Of other words: those before them.
    before: int | None = None


@dataclass(frozen=True)
class TurnDays:
    """All of a couple, and the clock by which they last agreed on anything."""

    days: Sequence[TurnDay]
    zone: str


@dataclass(frozen=True)
class Turn:
    """One of them, with its words as they were then."""

    what: What
    on: date
    agreement: uuid.UUID
    # What it is: What helps Mia. And what tells it from others.
    heading: str
    title: str
    # Of other words: what they changed.
    changes: Comparison | None

    @property
    def said(self) -> Said:
        """Return both in one."""
        return said("%(heading)s · %(title)s", heading=self.heading, title=self.title)


@dataclass(frozen=True)
class _Accepted:
    agreement: uuid.UUID
    version: int
    is_renewed: bool
    zone: str
    at: datetime

    @property
    def on(self) -> date:
        """Return the day, by the clock of the words."""
        return local(self.at, self.zone).date()


def turn_days(couple: Couple, now: datetime) -> TurnDays:
    """Return the days of a couple, the first one first: two queries, and no words are read."""
    accepted = list(_accepted(couple))
    begun = {row.agreement: row for row in accepted}
    newest = max(accepted, key=lambda row: row.at, default=None)
    days = [*_agreed_and_changed(accepted), *_let_go(couple, begun, now)]
    days.sort(key=lambda day: (day.on, list(What).index(day.what), str(day.agreement)))
    return TurnDays(days, newest.zone if newest else "UTC")


def _accepted(couple: Couple) -> Iterator[_Accepted]:
    """Return the versions to which both said yes, those of an agreement after each other."""
    rows = Version.objects.filter(couple=couple).annotate(said_yes=Count("consents"), at=Max("consents__given_at"))
    both = rows.filter(said_yes=2).order_by("agreement_id", "number")
    for agreement, key, renews, zone, at in both.values_list("agreement_id", "pk", "renews_id", "zone", "at"):
        yield _Accepted(agreement, key, renews is not None, zone, at)


def _agreed_and_changed(accepted: Iterable[_Accepted]) -> Iterator[TurnDay]:
    for agreement, versions in groupby(accepted, key=lambda row: row.agreement):
        before: _Accepted | None = None
        for row in versions:
            # What both let go on has the same words: nothing turned.
            if before is None:
                yield TurnDay(What.AGREED, row.on, agreement, row.version)
            elif not row.is_renewed:
                yield TurnDay(What.CHANGED, row.on, agreement, row.version, before.version)
            before = row


def _let_go(couple: Couple, accepted: dict[uuid.UUID, _Accepted], now: datetime) -> Iterator[TurnDay]:
    over = Q(ended_at__isnull=False) | Q(ends_at__lte=now)
    rows = Agreement.objects.filter(over, couple=couple).values_list("pk", "ended_at", "ends_at")
    for key, ended_at, ends_at in rows:
        if key in accepted:
            yield TurnDay(What.LET_GO, _last_day(ended_at, ends_at, accepted[key].zone), key, accepted[key].version)


def _last_day(ended_at: datetime | None, ends_at: datetime | None, zone: str) -> date:
    """Return the day; of what was tried to its end the last one of it, closed by a row or not."""
    at = ended_at or ends_at
    assert at is not None
    return local(at - AN_INSTANT if at == ends_at else at, zone).date()


def turns(days: Iterable[TurnDay], is_wanted: Callable[[date], bool]) -> Sequence[Turn]:
    """Return those of some days with their words: one query for any number."""
    wanted = [day for day in days if is_wanted(day.on)]
    keys = {key for day in wanted for key in (day.version, day.before) if key}
    versions = Version.objects.select_related("agreement").in_bulk(keys)
    return [_turn(day, versions[day.version], versions.get(day.before or 0)) for day in wanted]


def _turn(day: TurnDay, version: Version, before: Version | None) -> Turn:
    letter = letter_for_both(version.agreement, version, version)
    old = letter_for_both(version.agreement, version, before) if before else None
    return Turn(
        day.what,
        day.on,
        day.agreement,
        heading=letter.heading,
        title=letter.title,
        changes=compare(old, letter) if old else None,
    )
