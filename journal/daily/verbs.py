"""Wanting to be asked once a day, at another time, or no more."""

from __future__ import annotations

from datetime import datetime, time

from basics.limits import take_turn
from basics.transactions import acting
from couples.people.models import User
from journal.daily.each_day import OnceADay
from journal.daily.reminders import LOG


def ask_daily(person: User, at: time | None, now: datetime) -> None:
    """Ask this person once a day at that time by their own clock; None for no more."""
    tell_daily(LOG, person, at, now)


def tell_daily(kind: OnceADay, person: User, at: time | None, now: datetime) -> None:
    """Tell this person of what each has one of, once a day at that time; None for no more."""
    with acting(person.pk):
        # One at a time: two taps at once make one row.
        take_turn(person.pk)
        mine = kind.model._default_manager.filter(person=person)
        row = mine.first() or kind.model(person=person)
        kind.set_time(row, at, now)
        if at is None:
            mine.delete()
        else:
            row.save()
