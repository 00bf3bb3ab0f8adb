"""Which line is today's: by the date, the same all day, and never the one of the day before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from basics.localtime import local
from journal.lists.showing import ItemAsSeen


def line_of_the_day(lines: Sequence[ItemAsSeen], now: datetime, zone: str) -> ItemAsSeen | None:
    """Return it; None where there is none. `lines` are one person's, in whichever order."""
    in_turn = sorted(lines, key=lambda each: (each.added_at, str(each.pk)))
    days = [local(each.added_at, zone).date() for each in in_turn]
    return in_turn[_turn(days, local(now, zone).date())] if in_turn else None


def _turn(added: Sequence[date], today: date) -> int:
    """Return which of them has its turn today: each day the next, and after the last one the first.

    What is written today takes part from tomorrow on, so that today's line stays; those of the first day are there at
    once. So the round grows while it goes on, and the next is another one whenever there are two.
    """
    turn, day, there = 0, added[0], sum(each == added[0] for each in added)
    for grown in sorted({each for each in added if added[0] < each < today}):
        turn = (turn + (grown - day).days) % there
        day, there = grown, sum(each <= grown for each in added)
    return (turn + (today - day).days) % there
