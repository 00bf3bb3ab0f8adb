"""What several entries have in common. Nothing is said that its own entries do not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from basics.localtime import local
from journal.entries.narrowing import WEEKDAYS, WEEKEND, Narrowing
from journal.entries.reading import EntryAsRead

# So many, and so large a part of all, before a time is called one.
LEAST_TOGETHER = 3
PART_TOGETHER = 60
# The narrowest first. What is after midnight belongs to the night.
HOURS = ((22, 24), (20, 24), (0, 6), (18, 24), (6, 12), (12, 18))
# One day of the week, then two; the five of a working week are so many that by chance alone most things fall on them,
# and so they are said beside an hour only.
SOME_DAYS = (*map(str, range(7)), WEEKEND)


def falls_together(among: Narrowing, entries: Sequence[EntryAsRead], zone: str) -> Narrowing | None:
    """Return the days and hours into which most of these entries fall, the narrowest of several.

    None where they are spread: fewer than three, or than three of five.
    """
    # When each was felt, on the own clock: looked at once, and not for everything that could be said.
    times = Counter((at.weekday(), at.hour) for at in (local(entry.at, zone) for entry in entries))
    narrow, together = max(_counted(among, times), key=lambda found: found[1])
    is_enough = together >= LEAST_TOGETHER and together * 100 >= len(entries) * PART_TOGETHER
    return narrow if is_enough else None


def _counted(among: Narrowing, times: Mapping[tuple[int, int], int]) -> Iterator[tuple[Narrowing, int]]:
    for narrow in _narrower(among):
        yield narrow, sum(number for time, number in times.items() if narrow.falls_on(*time))


def _narrower(among: Narrowing) -> Iterator[Narrowing]:
    """Yield what can be said of days and hours, the narrowest first: both, then hours alone, then days alone."""
    for day, hours in product((*SOME_DAYS, WEEKDAYS), HOURS):
        yield replace(among, day=day, hours=hours)
    for hours in HOURS:
        yield replace(among, hours=hours)
    for day in SOME_DAYS:
        yield replace(among, day=day)


def most_often(entries: Sequence[EntryAsRead]) -> Sequence[str]:
    """Return the feelings that were tapped most often, the one tapped last first; none where each came once."""
    times = Counter(entry.feeling for entry in entries if entry.feeling)
    most = max(times.values(), default=0)
    return [feeling for feeling, number in times.items() if number == most > 1]
