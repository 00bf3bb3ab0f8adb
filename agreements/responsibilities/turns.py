"""Whose turn it is: computed from the day on which the two agreed to take turns, and written nowhere.

Weeks begin on Monday. Who begins has at least half of a first turn: what is left of a week or a month that was mostly
over by then belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from agreements.kinds.responsibility import MONTH, PARTS, TURNS, WEEK
from agreements.letters.versions import Accepted

HALF_A_WEEK = timedelta(days=3)
MIDDLE_OF_A_MONTH = 15


def is_authors_turn(turn: str, since: date, today: date) -> bool:
    """Tell whether it is the turn of who began the agreement, who is first."""
    first, present = _first_turn(turn, since), _number(turn, today)
    return present < first or (present - first) % 2 == 0


def _first_turn(turn: str, since: date) -> int:
    if turn == MONTH:
        return _number(turn, since) + (since.day > MIDDLE_OF_A_MONTH)
    return _number(turn, since + HALF_A_WEEK)


def _number(turn: str, day: date) -> int:
    """Return which week or month it is, counted through the ends of years."""
    return day.year * 12 + day.month if turn == MONTH else (day.toordinal() - 1) // 7


def next_turn(turn: str, today: date) -> date:
    """Return the first day of the turn that comes next."""
    if turn == MONTH:
        return (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return today + timedelta(days=7 - today.weekday())


def turns_since(accepted: Iterable[Accepted]) -> datetime | None:
    """Return since when the two have taken turns as they do now: other words on other things move nobody's turn."""
    since, before = None, ""
    for settings, agreed_at in accepted:
        turn = (settings.get("turn") or WEEK) if TURNS in {settings.get(part) for part in PARTS} else ""
        if turn != before:
            since, before = agreed_at if turn else None, turn
    return since
