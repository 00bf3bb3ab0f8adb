"""That the time of a habit has come: to its owner alone, and without a word of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from journal.daily.each_day import SomethingForYou
from journal.habits.models import Habit
from reminders.subjects import Subject


class HabitTime(SomethingForYou):
    """Once a day, of each habit that has a time."""

    name = "habit"
    subject, model, route = Subject("habit"), Habit, "habits"

    def line(self) -> str:
        return _("For your body")


HABIT = HabitTime()
