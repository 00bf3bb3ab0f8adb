"""Wanting to be asked once a day, at another time, or no more."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from basics.localtime import next_time
from basics.transactions import acting
from couples.people.models import User
from journal.daily.models import DailyAsk
from journal.daily.reminders import ASK, remind
from reminders.models import Reminder, State


def ask_daily(person: User, at: time | None, now: datetime) -> None:
    """Ask this person once a day at that time by their own clock; None for no more."""
    with acting(person.pk):
        # What was sent today stays known, so that a later time of today is tomorrow's.
        Reminder.objects.about(ASK.of(person.pk)).filter(state=State.PENDING).delete()
        if at is None:
            DailyAsk.objects.filter(person=person).delete()
            return
        next_at = next_time(at, now, person.time_zone)
        row, _made = DailyAsk.objects.update_or_create(person=person, defaults={"at": at, "next_at": next_at})
        remind(row)


def ask_again(now: datetime) -> int:
    """Queue the next day's for all whose time has come; return for how many. Part of housekeeping."""
    due = list(DailyAsk.objects.filter(next_at__lte=now).select_related("person"))
    return sum(_ask_again(row, now) for row in due)


def _ask_again(row: DailyAsk, now: datetime) -> bool:
    """Move it on once, whichever of two processes comes first."""
    next_at = next_time(row.at, now, row.person.time_zone)
    with transaction.atomic():
        moved = DailyAsk.objects.filter(pk=row.pk, next_at=row.next_at, at=row.at).update(next_at=next_at)
        if moved:
            row.next_at = next_at
            remind(row)
    return bool(moved)
