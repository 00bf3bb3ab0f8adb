"""Counters move on once a minute, count every ended row once, and outlive the rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from couples.people.models import User
from reminders.models import Reminder, State, TalliedUntil, Tally
from reminders.operating.tallies import SETTLED_AFTER, tally
from tests.reminders.sending import plain_notice

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("unions and sums in SQL")]


def ended(user: User, due_at, late_seconds: float, state: State = State.SENT, subject: str = "plain:1") -> Reminder:
    row = plain_notice(user, due_at, subject)
    finished_at = due_at + timedelta(seconds=late_seconds)
    Reminder.objects.filter(pk=row.pk).update(state=state, finished_at=finished_at)
    return row


def counted() -> dict[tuple[str, str], int]:
    return {(row.state, row.bound): row.rows for row in Tally.objects.filter(kind="plain", channel="in_app")}


def test_rows_are_counted_by_how_they_ended_and_how_late(alice, now):
    for number, late in enumerate((0.05, 0.4, 0.4, 119, 121, 5000)):
        ended(alice, now, late, subject=f"plain:{number}")
    ended(alice, now, 900, State.MISSED, "plain:missed")
    plain_notice(alice, now, "plain:waits")
    assert tally(now + timedelta(hours=3)) == 7
    assert counted() == {
        ("sent", "0.1"): 1,
        ("sent", "0.5"): 2,
        ("sent", "120"): 1,
        ("sent", "600"): 1,
        ("sent", "+Inf"): 1,
        ("missed", ""): 1,
    }
    assert Tally.objects.get(bound="0.5", kind="plain").seconds == pytest.approx(0.8)


def test_each_row_is_counted_once_however_often_it_is_asked(alice, now):
    ended(alice, now, 1)
    later = now + SETTLED_AFTER + timedelta(seconds=1)
    assert [tally(later), tally(later), tally(later + timedelta(minutes=1))] == [1, 0, 0]
    Reminder.objects.all().delete()
    assert counted() == {("sent", "1"): 1}
    ended(alice, later, 1)
    tally(later + timedelta(hours=1))
    assert counted() == {("sent", "1"): 2}


def test_marks_that_may_still_be_under_way_are_left_for_the_next_time(alice, now):
    ended(alice, now, 0)
    assert tally(now + SETTLED_AFTER - timedelta(seconds=1)) == 0
    assert tally(now + SETTLED_AFTER) == 1


def test_a_clock_that_is_set_back_counts_nothing_twice(alice, now):
    ended(alice, now, 0)
    assert tally(now + timedelta(hours=1)) == 1
    assert tally(now + timedelta(minutes=30)) == 0
    assert TalliedUntil.objects.get().until == now + timedelta(hours=1) - SETTLED_AFTER
