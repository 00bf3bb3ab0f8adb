"""Wanting habits at all, writing one down, wording it otherwise or giving it another time, deleting it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.limits import take_turn
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from journal.habits.models import Habit, HabitsOn
from journal.habits.reminders import HABIT

MOST = 3


class HabitsFull(Refusal):
    """More would be a programme."""

    name = "no-room"
    field = "words"
    message = _("Three stand here already. Delete one first; what you typed is still here.")


def switch(person: User, is_on: bool, now: datetime) -> None:
    """Want this, or no more: then nothing is told, and what was written stays until it is deleted."""
    with _turn(person) as mine:
        if is_on:
            HabitsOn.objects.get_or_create(person=person)
        else:
            HabitsOn.objects.filter(person=person).delete()
        for habit in mine:
            _tell_at(habit, habit.at, is_on, now)
            habit.save(update_fields=["next_at"])


def add(person: User, words: str, at: time | None, submission: uuid.UUID, now: datetime, body: str = "") -> Habit:
    """Write one down; who does so wants this. A repeated submission returns what it made.

    Raises SentDifferently, HabitsFull.
    """
    with _turn(person) as mine:
        if made := made_before(mine, submission, body):
            return made
        if len(mine) >= MOST:
            raise HabitsFull
        HabitsOn.objects.get_or_create(person=person)
        habit = Habit(person=person, payload={"words": words, "sent": body}, added_at=now, submission=submission)
        _tell_at(habit, at, True, now)
        habit.save()
        return habit


def change(person: User, key: uuid.UUID, words: str, at: time | None, now: datetime) -> Habit:
    """Word it otherwise, or give it another time. Raises Habit.DoesNotExist."""
    with _turn(person) as mine:
        habit = mine.get(pk=key)
        habit.payload = {**habit.payload, "words": words}
        if at != habit.at:
            _tell_at(habit, at, HabitsOn.objects.filter(person=person).exists(), now)
        habit.save()
        return habit


def delete(person: User, key: uuid.UUID) -> None:
    """Delete it for good; nothing is told of it any more. Raises Habit.DoesNotExist."""
    with _turn(person) as mine:
        habit = mine.get(pk=key)
        HABIT.forget_waiting(habit)
        habit.delete()


@contextmanager
def _turn(person: User) -> Iterator[QuerySet[Habit]]:
    with acting(person.pk):
        take_turn(person.pk)
        yield Habit.objects.filter(person=person).select_related("person")


def _tell_at(habit: Habit, at: time | None, is_on: bool, now: datetime) -> None:
    """Its time stays with it while this is off; the reminder does not."""
    HABIT.set_time(habit, at if is_on else None, now)
    habit.at = at
