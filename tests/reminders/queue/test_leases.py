"""Leases: a row is in one worker's hands at a time, whoever ticks, dies, comes late or turns the clock."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from couples.people.models import User
from reminders.channels import CHANNELS
from reminders.channels.base import LEASE_FOR
from reminders.delivery import worker as delivery
from reminders.models import Notice, Reminder, State
from reminders.queue import leases
from reminders.queue.leases import begin, lease_due, release, return_all, return_lapsed
from reminders.states import finish
from reminders.ticking.ticker import JUMP_SECONDS, Clock, Every
from tests.helpers.mailserver import MailServer
from tests.races.stage import NoGuard, interleave
from tests.reminders.sending import (
    Plain,
    account_mail,
    account_mails,
    fresh,
    plain_notice,
    send_due,
    state_of,
    states,
    stop_leaving_alone,
)

pytestmark = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")

LAPSED = 3 * LEASE_FOR


def held(lease: uuid.UUID | None) -> int:
    """Return how many rows a lease holds."""
    return Reminder.objects.leased_by(lease).count()


def test_lease_takes_at_most_a_batch_and_the_oldest_first(db: None, now: datetime) -> None:
    size = CHANNELS["email"].batch_size
    account_mails(size + 5, now)
    oldest = account_mail("late@example.org", now - timedelta(minutes=3))
    first = lease_due("email", now)
    assert held(first) == size
    assert fresh(oldest).lease == first
    assert held(lease_due("email", now)) == 6
    assert lease_due("email", now) is None


def test_lease_takes_only_its_channel_and_only_what_is_due(dana: User, plain_kind: Plain, now: datetime) -> None:
    plain_notice(dana, now)
    plain_notice(dana, now + timedelta(seconds=1), occurrence="later")
    assert held(lease_due("in_app", now)) == 1
    assert states() == {State.CLAIMED: 1, State.PENDING: 3}


def test_lease_that_lapsed_delivers_nothing(db: None, now: datetime, smtp_server: MailServer) -> None:
    account_mail("dana@example.org", now)
    lease = lease_due("email", now)
    assert lease
    delivery.deliver(lease, now + LEASE_FOR)
    assert smtp_server.letters == []


def test_worker_that_comes_late_marks_nothing(db: None, now: datetime) -> None:
    row = account_mail("dana@example.org", now)
    old = lease_due("email", now)
    return_lapsed(now + LAPSED)
    new = lease_due("email", now + LAPSED)
    assert finish(Reminder.objects.leased_by(old), State.SENT, now) == 0
    assert fresh(row).lease == new


def test_released_rows_wait_again_at_once(db: None, now: datetime) -> None:
    account_mails(3, now)
    lease = lease_due("email", now)
    assert lease
    assert release(lease) == 3
    assert states() == {State.PENDING: 3}


def test_start_of_the_only_process_puts_everything_back(db: None, now: datetime) -> None:
    account_mails(3, now)
    lease_due("email", now)
    assert return_all() == 3


# Two tickers, and more


@pytest.mark.django_db(transaction=True)
def test_two_tickers_lease_no_row_twice(now: datetime) -> None:
    account_mails(30, now)
    first, second = interleave(
        lambda: lease_due("email", now), lambda: lease_due("email", now), before=r'UPDATE "?reminders_reminder'
    )
    taken = [held(first), held(second)]
    assert sum(taken) == 30, "together all, none twice: a row carries one lease"
    assert max(taken) <= CHANNELS["email"].batch_size
    sent_by_both(now, first, second)


def sent_by_both(now: datetime, *found: uuid.UUID | None) -> None:
    """Check that every row would be delivered exactly once."""
    rows = [row for lease in found for row in Reminder.objects.leased_by(lease)]
    assert len({row.pk for row in rows}) == len(rows) == 30


@pytest.mark.django_db(transaction=True)
def test_companion_without_the_state_in_the_update_rows_are_leased_twice(now: datetime) -> None:
    """Read first, then write without asking again: both think that they hold the row."""
    account_mails(1, now)

    def careless() -> list[int]:
        rows = list(Reminder.objects.due(now).values_list("pk", flat=True))
        Reminder.objects.filter(pk__in=rows).update(
            state=State.CLAIMED, lease=uuid.uuid4(), leased_until=now + LEASE_FOR
        )
        return rows

    first, second = interleave(careless, careless, before=r'UPDATE "?reminders_reminder')
    assert first == second != []


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_lease_write_one_notice(dana: User, plain_kind: Plain, now: datetime) -> None:
    """A broker may hand out a message twice."""
    plain_notice(dana, now)
    lease = lease_due("in_app", now)
    assert lease
    interleave(
        lambda: delivery.deliver(lease, now),
        lambda: delivery.deliver(lease, now),
        before=r'UPDATE "?reminders_reminder.*finished_at',
    )
    assert Notice.objects.count() == 1
    assert states(channel="in_app") == {State.SENT: 1}


@pytest.mark.django_db(transaction=True)
def test_withdrawn_while_the_worker_writes_is_either_sent_or_withdrawn(
    dana: User, plain_kind: Plain, now: datetime
) -> None:
    from reminders.scheduling import withdraw

    row = plain_notice(dana, now)
    lease = lease_due("in_app", now)
    assert lease
    interleave(
        lambda: delivery.deliver(lease, now),
        lambda: withdraw("plain:1", now),
        before=r'UPDATE "?reminders_reminder.*finished_at',
    )
    assert (state_of(row) == State.SENT) == Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_companion_without_the_lease_in_the_mark_a_withdrawn_row_is_told(
    dana: User, plain_kind: Plain, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reminders.channels import in_app
    from reminders.fast import sent_sql
    from reminders.scheduling import withdraw

    row = plain_notice(dana, now)
    lease = lease_due("in_app", now)
    assert lease
    monkeypatch.setattr(sent_sql, "can_tell", lambda: False)
    monkeypatch.setattr(in_app, "finish", lambda *_args: NoGuard().update())
    interleave(
        lambda: withdraw("plain:1", now),
        lambda: delivery.deliver(lease, now),
        before=r'UPDATE "?reminders_reminder.*finished_at|INSERT INTO "reminders_notice"',
    )
    assert state_of(row) == State.WITHDRAWN
    assert Notice.objects.exists()


# The clock


@pytest.fixture
def turned() -> Callable[[float], Any]:
    """A function that turns the clock of this process by so many hours."""

    def turn(hours: float) -> Any:
        return time_machine.travel(datetime.now().astimezone() + timedelta(hours=hours), tick=True)

    return turn


@pytest.mark.parametrize("hours", [1, -1])
def test_after_a_jump_leases_are_not_judged_until_they_had_their_time(hours: int, now: datetime) -> None:
    clock = Clock()
    assert clock.is_trusted(now)
    assert not clock.is_trusted(now + timedelta(hours=hours))
    assert not clock.is_trusted(now + timedelta(hours=hours, seconds=1))
    clock._trusted_from -= LEASE_FOR.total_seconds()
    assert clock.is_trusted(now + timedelta(hours=hours))


def test_steady_clock_is_trusted(now: datetime) -> None:
    clock = Clock()
    assert clock.is_trusted(now)
    assert clock.is_trusted(now + timedelta(seconds=JUMP_SECONDS - 1))


def test_something_is_due_every_so_often() -> None:
    every = Every(60)
    assert every.is_due()
    every.done()
    assert not every.is_due()


@pytest.mark.parametrize("hours", [1, -1])
def test_clock_jump_while_a_batch_is_sent_doubles_nothing(
    hours: int, dana: User, plain_kind: Plain, now: datetime, smtp_server: MailServer
) -> None:
    """The clock jumps with rows in a worker's hands, ticks, and jumps back."""
    clock = Clock()
    clock.is_trusted(now)
    rows = account_mails(5, now)
    plain_notice(dana, now)
    addresses = [row.address for row in rows]
    lease = lease_due("email", now)
    assert lease
    begin(lease, now)
    jumped = now + timedelta(hours=hours)
    if clock.is_trusted(jumped):
        return_lapsed(jumped)
    assert held(lease) == len(rows) + 1, "still in the worker's hands"
    delivery.deliver(lease, now)
    for moment in (jumped, now, jumped, now + timedelta(minutes=1)):
        send_due(moment)
    assert sorted(letter.recipients[0] for letter in smtp_server.letters) == sorted([dana.email, *addresses])
    assert Notice.objects.count() == 1


def test_companion_without_the_watch_a_jump_takes_the_rows_from_a_working_worker(db: None, now: datetime) -> None:
    account_mails(5, now)
    lease = lease_due("email", now)
    return_lapsed(now + timedelta(hours=1))
    assert held(lease) == 0


def test_lease_from_a_clock_that_was_ahead_does_not_hold_for_an_hour(db: None, now: datetime) -> None:
    account_mails(2, now)
    lease_due("email", now + timedelta(hours=1))
    return_lapsed(now)
    assert states() == {State.PENDING: 2}


# Who keeps dying


def dies(lease: uuid.UUID | None, now: datetime) -> Reminder:
    """Let a worker take up a lease and die at its first mail; return the row that killed it."""
    assert lease
    begin(lease, now)
    return next(delivery._wanted(lease, CHANNELS["email"], delivery.Watch(now)))


def test_row_that_kills_its_worker_is_set_aside_and_its_neighbours_are_sent(
    db: None, now: datetime, smtp_server: MailServer
) -> None:
    poison = account_mail("poison@example.org", now - timedelta(seconds=30))
    others = account_mails(10, now)
    for _death in range(leases.BATCH_TRIES + leases.OWN_TRIES):
        assert dies(lease_due("email", now), now) == poison
        return_lapsed(now + LAPSED)
    send_due(now)
    assert state_of(poison) == State.FAILED
    assert "died" in fresh(poison).error
    assert len(smtp_server.letters) == len(others)


def test_leases_that_lapse_while_no_worker_runs_count_for_nothing(
    db: None, now: datetime, smtp_server: MailServer
) -> None:
    """Ten lease times without a worker, such as a slow deployment: nothing is given up."""
    account_mails(5, now)
    for minute in range(10):
        then = now + LAPSED * minute
        lease_due("email", then)
        return_lapsed(then + LAPSED)
    send_due(now + timedelta(minutes=40))
    assert states() == {State.SENT: 5}


def test_one_of_ten_thousand_is_broken_and_the_others_are_told(
    dana: User, plain_kind: Plain, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [dana.pk]
    rows = [
        Reminder(
            kind="plain",
            subject=f"plain:{number}",
            occurrence="once",
            recipient=f"user:{dana.pk}",
            user_id=people[0],
            channel="in_app",
            due_at=now,
            expires_at=now + timedelta(days=2),
        )
        for number in range(10_000)
    ]
    Reminder.objects.bulk_create(rows)
    monkeypatch.setattr(Plain, "decide", stumbles_over("plain:4711"))
    for minutes in range(0, 100, 10):
        stop_leaving_alone()
        send_due(now + timedelta(minutes=minutes), ["in_app"])
    assert states() == {State.SENT: 9_999, State.FAILED: 1}
    [broken] = Reminder.objects.filter(state=State.FAILED)
    assert (broken.subject, broken.error, broken.attempts) == ("plain:4711", "ValueError", 4)


def stumbles_over(subject: str) -> Callable[..., dict[int, Any]]:
    """Return a `decide` that cannot read one of its rows."""

    def decide(_self: Plain, reminders: list[Reminder], _now: datetime) -> dict[int, Any]:
        if subject in {row.subject for row in reminders}:
            raise ValueError("not a subject")
        return {}

    return decide
