"""What stands in a person's own lists, and their habits."""

from __future__ import annotations

import uuid
from datetime import datetime, time

from django.utils import timezone

from couples.people.models import User
from journal.habits import verbs as habits
from journal.habits.models import Habit
from journal.lists import verbs
from journal.lists.lists import ALL, DOES_GOOD
from journal.lists.models import OwnItem


def listed(person: User, words: str = "swimming", name: str = DOES_GOOD, now: datetime | None = None) -> OwnItem:
    """Let somebody write down one thing in one list."""
    return verbs.add(person, ALL[name], words, uuid.uuid4(), now or timezone.now())


def habit(person: User, words: str = "a walk", at: time | None = None, now: datetime | None = None) -> Habit:
    """Let somebody write down a habit."""
    return habits.add(person, words, at, uuid.uuid4(), now or timezone.now())
