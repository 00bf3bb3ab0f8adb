"""Kinds whose every row is about one thing: told while it is there and the row still says what is the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Model
from django.urls import reverse

from reminders.flood_limit import all_but
from reminders.kinds import Decision, Line, ReminderKind
from reminders.models import Notice, Reminder
from reminders.subjects import Subject

Thing = TypeVar("Thing", bound=Model)


class AboutOne(ReminderKind, Generic[Thing]):
    """A kind of reminder that leads to the page of one thing, and goes with it."""

    subject: Subject
    # The route of its page; it takes the thing's key.
    route: str

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[Thing]:
        """Return the things of these keys that something may still be told of. As many queries whatever the batch."""
        raise NotImplementedError

    def still_true(self, row: Reminder | Notice, thing: Thing, now: datetime) -> bool:
        """Tell whether the row says what is the case."""
        return True

    def line(self, row: Notice, thing: Thing, now: datetime) -> str:
        """Return what it says in the app."""
        raise NotImplementedError

    def true_of(self, rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[int, Thing]:
        """Return the things of those rows that still say what is the case, by the row's primary key."""
        found = {self.subject.of(thing.pk): thing for thing in self.there(self.subject.keys(rows), now)}
        known = {row.pk: (row, found[row.subject]) for row in rows if row.subject in found}
        return {key: thing for key, (row, thing) in known.items() if self.still_true(row, thing, now)}

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is not the case any more, and what would be one too many."""
        true = self.true_of(reminders, now)
        return all_but([row for row in reminders if row.pk in true], reminders, now)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while it is the case."""
        true = self.true_of(notices, now)
        told = [(row, true[row.pk]) for row in notices if row.pk in true]
        return {row.pk: Line(self.line(row, thing, now), self.leads_to(row)) for row, thing in told}

    def leads_to(self, reminder: Reminder | Notice) -> str:
        return reverse(self.route, args=[self.subject.key(reminder)])
