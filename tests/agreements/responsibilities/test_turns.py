"""Whose turn it is, day by day: nothing is stored, so the table is the rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agreements.responsibilities.turns import is_authors_turn, next_turn, turns_since
from basics.localtime import local

IN_TURN = {"notice": "turns", "plan": "turns", "do": "turns"}
# Since when they take turns, and the days on which the turn changes, to the other first.
WEEKS = [
    # Agreed on a Monday or a Thursday: this week is the author's, the next one the other's.
    (date(2027, 3, 1), [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22)]),
    (date(2027, 3, 4), [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22)]),
    # On a Friday or at a talk on Sunday: the author has the week that begins then, too.
    (date(2027, 3, 5), [date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29)]),
    (date(2027, 3, 7), [date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29)]),
    # Through the end of a year with 53 weeks, and of one with 52: two weeks in a row are never one person's.
    (date(2026, 12, 21), [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]),
    (date(2027, 12, 20), [date(2027, 12, 27), date(2028, 1, 3), date(2028, 1, 10)]),
]
MONTHS = [
    (date(2027, 11, 1), [date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)]),
    (date(2027, 11, 15), [date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)]),
    (date(2027, 11, 16), [date(2028, 1, 1), date(2028, 2, 1), date(2028, 3, 1)]),
    (date(2028, 1, 31), [date(2028, 3, 1), date(2028, 4, 1), date(2028, 5, 1)]),
]


@pytest.mark.parametrize(
    ("turn", "since", "changes"),
    [*(("week", *case) for case in WEEKS), *(("month", *case) for case in MONTHS)],
)
def test_turns_change_on_mondays_or_on_the_first(turn, since, changes):
    day, found, whose = since, [], True
    while day <= changes[-1]:
        is_new = is_authors_turn(turn, since, day) is not is_authors_turn(turn, since, day - timedelta(days=1))
        assert not is_new or next_turn(turn, day - timedelta(days=1)) == day, "an open page asks anew on that day"
        if is_authors_turn(turn, since, day) is not whose:
            whose = not whose
            found.append(day)
        day += timedelta(days=1)
    assert found == changes


@pytest.mark.parametrize(
    ("zone", "monday"),
    [
        # The clocks go forward in the night to that Monday's week, and back; on islands half an hour; and never.
        ("Europe/Berlin", date(2027, 3, 29)),
        ("Europe/Berlin", date(2027, 11, 1)),
        ("Australia/Lord_Howe", date(2027, 4, 5)),
        ("America/New_York", date(2027, 3, 15)),
        ("Asia/Shanghai", date(2027, 3, 29)),
        ("Pacific/Kiritimati", date(2028, 1, 3)),
    ],
)
def test_it_changes_at_midnight_of_the_agreed_clock(zone, monday):
    since = monday - timedelta(days=7)
    midnight = datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    before, after = (local(midnight + apart, zone).date() for apart in (-timedelta(seconds=1), timedelta(0)))
    assert is_authors_turn("week", since, before)
    assert not is_authors_turn("week", since, after)


def test_a_day_before_it_was_agreed_is_the_authors():
    """A zone of an amendment's may be behind."""
    assert is_authors_turn("week", date(2027, 3, 8), date(2027, 3, 7))


def days(*numbers):
    return [datetime(2027, 3, number, tzinfo=UTC) for number in numbers]


def test_other_words_on_other_things_move_nobodys_turn():
    first, second, third, fourth = days(1, 9, 17, 25)
    whole = [(IN_TURN, first), ({**IN_TURN, "enough": "x"}, second), ({**IN_TURN, "do": "both"}, third)]
    assert turns_since(whole) == first
    assert turns_since([*whole, ({**IN_TURN, "turn": "month"}, fourth)]) == fourth
    alone = dict.fromkeys(IN_TURN, "author")
    assert turns_since([(IN_TURN, first), (alone, second)]) is None
    assert turns_since([(IN_TURN, first), (alone, second), (IN_TURN, third)]) == third
    assert turns_since([]) is None
