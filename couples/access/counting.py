"""Tries, counted in rows: no cache that forgets, and right for many at once.

A row counts one thing from its first try until its time is over; then it counts anew, or housekeeping deletes it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from basics.limits import CLOCKS_APART, Limit
from basics.tokens import keyed_token
from couples.access.models import CountedTries


@dataclass(frozen=True)
class Counter:
    """One thing that is counted, and how often it may be tried."""

    key: str
    limit: Limit

    @classmethod
    def of(cls, limit: Limit, *what: object) -> Counter:
        """Return the counter of what these name together; they are stored as a keyed hash alone."""
        return cls(keyed_token("couples.access.tries", *what), limit)

    def take(self, now: datetime) -> bool:
        """Count one try; tell whether it may be made.

        Each UPDATE asks anew what it changes, so of many at once exactly as many pass as the limit says.
        """
        if self._counted(now):
            return True
        self._begin(now)
        return self._counted(now)

    def give_back(self, now: datetime) -> None:
        """Take back a try that was none: what was tried was right."""
        self._running(now).filter(tries__gt=0).update(tries=F("tries") - 1)

    def forget(self) -> None:
        """Let all be tried anew."""
        CountedTries.objects.filter(pk=self.key).delete()

    def seconds_left(self, now: datetime) -> int:
        """Return how long to wait for another try."""
        row = self._running(now).first()
        return math.ceil((row.ends_at - now).total_seconds()) if row else 0

    def _counted(self, now: datetime) -> bool:
        running = self._running(now).filter(tries__lt=self.limit.most)
        ends_at = now + self.limit.within
        # Over, or begun by a clock that ran ahead.
        over = Q(ends_at__lte=now) | Q(ends_at__gt=ends_at + CLOCKS_APART)
        anew = CountedTries.objects.filter(over, pk=self.key)
        return bool(running.update(tries=F("tries") + 1) or anew.update(tries=1, ends_at=ends_at))

    def _running(self, now: datetime) -> QuerySet[CountedTries]:
        last = now + self.limit.within + CLOCKS_APART
        return CountedTries.objects.filter(pk=self.key, ends_at__gt=now, ends_at__lte=last)

    def _begin(self, now: datetime) -> None:
        """See to it that there is a row; of many at once one makes it."""
        row = CountedTries(key=self.key, tries=0, ends_at=now + self.limit.within)
        CountedTries.objects.bulk_create([row], ignore_conflicts=True)


def forget_counted_tries(now: datetime) -> int:
    """Delete what counts nothing any more. Part of housekeeping."""
    return CountedTries.objects.filter(ends_at__lt=now - CLOCKS_APART).delete()[0]
