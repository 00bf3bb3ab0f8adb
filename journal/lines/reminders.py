"""That there is a line for oneself: to its owner alone, without a word of it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from journal.daily.each_day import SomethingForYou
from journal.lines.models import DailyLine
from journal.lists.lists import LINES
from journal.lists.models import OwnItem
from reminders.subjects import Subject


class LineOfTheDay(SomethingForYou):
    """Once a day, for whoever named a time."""

    name = "daily_line"
    subject, model, key, route = Subject("daily_line"), DailyLine, "person", "line_of_today"

    def line(self) -> str:
        return _("A line for yourself")

    def wanted(self) -> QuerySet[DailyLine]:
        """Nobody is led to an empty page: whoever deleted their last line is told of none until there is one again."""
        lines = OwnItem.objects.there().filter(list_name=LINES, person=OuterRef("person"))
        return DailyLine.objects.filter(Exists(lines))


DAILY_LINE = LineOfTheDay()
