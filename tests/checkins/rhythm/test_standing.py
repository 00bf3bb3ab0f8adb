"""What the one statement takes to stand is exactly what the kind says nothing about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from agreements.pauses.models import CLOCKS_APART, Pause
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import check_in_occurrence
from checkins.rhythm.reminders import CHECK_IN
from couples.seats import leaving
from reminders.delivery import worker as delivery
from reminders.models import Notice, Reminder, State
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

Change = Callable[[Pair, CheckIn, Reminder, datetime], object]


def nothing(*_args: object) -> None:
    """Leave all as it is."""


def cancel(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=now)


def move(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    CheckIn.objects.filter(pk=check_in.pk).update(revision=check_in.revision + 1)


def move_by_a_digit(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    """Revision 1 is not the beginning of revision 10."""
    CheckIn.objects.filter(pk=check_in.pk).update(revision=10)
    Reminder.objects.filter(pk=row.pk).update(occurrence=check_in_occurrence(check_in, 60).replace(":0:", ":1:"))


def another_slot(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    CheckIn.objects.filter(pk=check_in.pk).update(slot=check_in.slot + timedelta(days=7))


def close(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    leaving.leave(pair.bob_seat, now)
    lease_again(row, now)


def pause(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    start = {"started_by": pair.bob, "started_at": now - timedelta(hours=1), "known_at": now - timedelta(hours=1)}
    Pause.objects.create(couple=pair.couple, ends_at=now + timedelta(minutes=1), **start)


def pause_that_ran_out(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    start = {"started_by": pair.bob, "started_at": now - timedelta(hours=1), "known_at": now - timedelta(hours=1)}
    Pause.objects.create(couple=pair.couple, ends_at=now, **start)


def pause_that_was_ended(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    start = {"started_by": pair.bob, "started_at": now - timedelta(hours=1), "known_at": now - timedelta(hours=1)}
    Pause.objects.create(couple=pair.couple, ends_at=now + timedelta(hours=1), ended_at=now, **start)


def pause_of_this_moment(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    start = {"started_by": pair.bob, "started_at": now + CLOCKS_APART, "known_at": now}
    Pause.objects.create(couple=pair.couple, ends_at=now + timedelta(hours=1), **start)


def pause_from_before_a_clock_was_set_back(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    start = {"started_by": pair.bob, "started_at": now + CLOCKS_APART + timedelta(seconds=1), "known_at": now}
    Pause.objects.create(couple=pair.couple, ends_at=now + timedelta(hours=1), **start)


def own_lead(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    Reminder.objects.filter(pk=row.pk).update(occurrence=f"{row.occurrence}:own")


def forget(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    Reminder.objects.filter(pk=row.pk).update(subject="check_in:00000000-0000-4000-8000-000000000000")


def expire(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    Reminder.objects.filter(pk=row.pk).update(expires_at=now)


def deactivate(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    pair.alice.is_active = False
    pair.alice.save()


def withdraw(pair: Pair, check_in: CheckIn, row: Reminder, now: datetime) -> None:
    Reminder.objects.filter(pk=row.pk).update(state=State.WITHDRAWN, lease=None, leased_until=None)


def lease_again(row: Reminder, now: datetime) -> None:
    """Undo what the verb withdrew, as if its own UPDATE had missed the row."""
    Reminder.objects.filter(pk=row.pk).update(state=State.CLAIMED, lease=row.lease, leased_until=row.leased_until)


SITUATIONS: tuple[tuple[Change, State], ...] = (
    (nothing, State.SENT),
    (cancel, State.WITHDRAWN),
    (move, State.WITHDRAWN),
    (move_by_a_digit, State.WITHDRAWN),
    (another_slot, State.WITHDRAWN),
    (close, State.WITHDRAWN),
    (pause, State.PENDING),
    (pause_that_ran_out, State.SENT),
    (pause_that_was_ended, State.SENT),
    (pause_of_this_moment, State.PENDING),
    (pause_from_before_a_clock_was_set_back, State.SENT),
    (own_lead, State.WITHDRAWN),
    (forget, State.WITHDRAWN),
    (expire, State.MISSED),
    (deactivate, State.WITHDRAWN),
    (withdraw, State.WITHDRAWN),
)


@pytest.mark.parametrize("is_asked_in_sql", [True, False], ids=["in SQL", "by the kind"])
@pytest.mark.parametrize(("change", "state"), SITUATIONS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_both_ways_of_asking_agree(
    change: Change, state: State, is_asked_in_sql: bool, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    check_in = factories.upcoming_check_in(pair, now, hours=0.5)
    kept = Reminder.objects.filter(kind="check_in", user=pair.alice, channel="in_app").first()
    assert kept
    Reminder.objects.exclude(pk=kept.pk).delete()
    Reminder.objects.update(due_at=now)
    lease = lease_due("in_app", now)
    assert lease
    change(pair, check_in, Reminder.objects.get(lease=lease), now)
    if not is_asked_in_sql:
        monkeypatch.setattr(type(CHECK_IN), "standing_sql", "")
    Notice.objects.all().delete()
    delivery.deliver(lease, now)
    row = Reminder.objects.get(pk=kept.pk)
    assert row.state == state
    assert Notice.objects.filter(kind="check_in").count() == (state == State.SENT)


def test_what_stands_takes_one_statement_however_many(pair: Pair, django_assert_num_queries: Any) -> None:
    """Whose lease it is; the statement; whether something is left."""
    now = timezone.now()
    for hours in (1, 2, 3):
        people = factories.person(), factories.person()
        factories.upcoming_check_in(factories.connected_couple(*people), now, hours)
    Reminder.objects.exclude(kind="check_in").delete()
    Reminder.objects.filter(kind="check_in").update(due_at=now)
    lease = lease_due("in_app", now)
    assert lease
    with django_assert_num_queries(3):
        delivery.deliver(lease, now)
    assert Notice.objects.filter(kind="check_in").count() >= 6


@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_statement_cannot_read_is_set_aside_and_the_others_arrive(pair: Pair) -> None:
    now = timezone.now()
    factories.upcoming_check_in(pair, now, hours=0.5)
    Reminder.objects.exclude(kind="check_in", channel="in_app").delete()
    Reminder.objects.update(due_at=now)
    Reminder.objects.filter(user=pair.bob).update(subject="check_in:no-such-thing")
    lease = lease_due("in_app", now)
    assert lease
    delivery.deliver(lease, now)
    assert set(Reminder.objects.filter(user=pair.alice).values_list("state", flat=True)) == {State.SENT}
    left = Reminder.objects.filter(user=pair.bob)
    assert set(left.values_list("state", "error")) == {(State.PENDING, "ValidationError")}
