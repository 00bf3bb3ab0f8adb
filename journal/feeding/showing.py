"""What stands on the page that one opens when it is hard: one's own words, and nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from couples.people.models import User
from journal.lines.day import line_of_the_day
from journal.lists.lists import ALL, LINES
from journal.lists.showing import ListAsSeen, by_name, lists_of


@dataclass(frozen=True)
class SomethingForMe:
    """The line of the day, and the lists in which something stands."""

    line: str
    lists: Sequence[ListAsSeen]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written down yet."""
        return not self.line and not self.lists


def something_for(person: User, now: datetime) -> SomethingForMe:
    """Return it: one query, however much there is."""
    found = by_name(lists_of(person.pk, ALL.values(), now))
    line = line_of_the_day(found[LINES].items, now, person.time_zone)
    lists = [each for each in found.values() if each.own_list.name != LINES and each.items]
    return SomethingForMe(line.words if line else "", lists)
