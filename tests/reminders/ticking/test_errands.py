"""Errands: what waits in a room's rows is handed to a worker by its name, after everything else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reminders.ticking import errands, tasks
from reminders.ticking.errands import Errand, register_errand, take_errands
from reminders.ticking.ticker import ERRANDS_EVERY_SECONDS, LAST, Every, Ticker


@pytest.fixture
def waiting(monkeypatch):
    """What waits of the one kind that there is; and what of it was done."""
    monkeypatch.setattr(errands, "_errands", {})
    rows = ["first", "second"]
    done: list[str] = []

    def take(_now):
        taken = rows[:]
        rows.clear()
        return taken

    register_errand(Errand("tidying", take, done.append))
    return rows, done


def test_what_was_taken_is_done_by_its_name_and_not_taken_again(waiting):
    _rows, done = waiting
    taken = take_errands(timezone.now())
    assert taken == [("tidying", "first"), ("tidying", "second")]
    assert take_errands(timezone.now()) == []
    for kind, name in taken:
        tasks.run_errand(kind, name)
    assert done == ["first", "second"]


def test_the_ticker_hands_it_over_after_all_reminders_and_asks_once_a_second(waiting, monkeypatch):
    rows, _done = waiting
    published = []
    monkeypatch.setattr(tasks.run_errand, "apply_async", lambda named, **how: published.append((named, how)))
    one = Ticker.__new__(Ticker)
    one._errands = Every(ERRANDS_EVERY_SECONDS)
    one._publish_errands(timezone.now())
    assert [named for named, _how in published] == [("tidying", "first"), ("tidying", "second")]
    assert {how["priority"] for _named, how in published} == {LAST}
    rows.append("third")
    one._publish_errands(timezone.now())
    assert rows == ["third"], "within the second it does not ask"
