"""What a person sees of their habits. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.db.models import QuerySet

from journal.habits.models import Habit, HabitsOn
from journal.habits.verbs import MOST


@dataclass(frozen=True)
class HabitAsSeen:
    """One of them."""

    pk: uuid.UUID
    words: str
    at: time | None


@dataclass(frozen=True)
class HabitsAsSeen:
    """All of them, and whether they are wanted."""

    is_on: bool
    habits: Sequence[HabitAsSeen]

    @property
    def has_room(self) -> bool:
        """Tell whether one more may stand here."""
        return len(self.habits) < MOST


def rows_of(person_id: int) -> QuerySet[Habit]:
    """Return a person's rows, in the order of writing."""
    return Habit.objects.filter(person=person_id).order_by("added_at", "pk")


def habits_of(person_id: int) -> HabitsAsSeen:
    """Return them: two queries."""
    is_on = wants_habits(person_id)
    return HabitsAsSeen(is_on, [as_seen(row) for row in rows_of(person_id)])


def wants_habits(person_id: int) -> bool:
    """Tell whether this person switched them on."""
    return HabitsOn.objects.filter(person=person_id).exists()


def as_seen(row: Habit) -> HabitAsSeen:
    """Return one as its owner sees it."""
    return HabitAsSeen(row.pk, row.words, row.at)
