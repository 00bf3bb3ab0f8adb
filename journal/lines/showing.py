"""What a person sees of their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from basics.localtime import local
from couples.people.models import User
from journal.lines.day import line_of_the_day
from journal.lines.models import DailyLine
from journal.lists.lists import ALL, LINES
from journal.lists.showing import ListAsSeen, lists_of
from journal.words import Word, suggestions


@dataclass(frozen=True)
class LinesAsSeen:
    """One's own, what one could take besides, and when one is told the day's."""

    lines: ListAsSeen
    suggestions: Sequence[Word]
    told_at: time | None


@dataclass(frozen=True)
class LineOfToday:
    """The one line of a day; as long as there is none of one's own, one to take."""

    words: str
    suggestion: str = ""


def lines_of(person: User, now: datetime) -> LinesAsSeen:
    """Return all of it: two queries, however many there are."""
    (lines,) = lists_of(person.pk, [ALL[LINES]], now)
    told_at = DailyLine.objects.filter(person=person).values_list("at", flat=True).first()
    return LinesAsSeen(lines, _not_taken(lines), told_at)


def _not_taken(lines: ListAsSeen) -> Sequence[Word]:
    """Return what is still to take: what stands there already, in either language, is not offered again."""
    mine = {item.words.casefold() for item in lines.items}
    return [word for word in suggestions().values() if not mine & {text.casefold() for text in word.texts.values()}]


def line_of_today(person: User, now: datetime) -> LineOfToday:
    """Return what the page of today shows."""
    (lines,) = lists_of(person.pk, [ALL[LINES]], now)
    if line := line_of_the_day(lines.items, now, person.time_zone):
        return LineOfToday(line.words)
    all_of_them = [*suggestions().values()]
    word = all_of_them[local(now, person.time_zone).date().toordinal() % len(all_of_them)]
    return LineOfToday(word.label, word.name)
