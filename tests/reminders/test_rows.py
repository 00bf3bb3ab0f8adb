"""Rows: one per occurrence, person and channel; taken back; and the moves there are."""

from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from couples.people.models import User
from reminders import states
from reminders.models import Reminder, State
from reminders.queue.leases import lease_due
from reminders.scheduling import schedule, withdraw
from reminders.states import ForbiddenMove, move
from tests.reminders.sending import PLAIN, Plain, account_mail, fresh, plain_notice, state_of

pytestmark = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")


def test_hundred_duplicates_make_one_row(dana: User, plain_kind: Plain, now: datetime) -> None:
    for _ in range(100):
        schedule(PLAIN, "plain:1", occurrence="once", people=[dana.pk], due_at=now)
    assert Reminder.objects.count() == len(PLAIN.channels)


def test_another_occurrence_is_another_row(dana: User, plain_kind: Plain, now: datetime) -> None:
    schedule(PLAIN, "plain:1", occurrence="slot:0:60", people=[dana.pk], due_at=now)
    schedule(PLAIN, "plain:1", occurrence="slot:1:60", people=[dana.pk], due_at=now)
    assert Reminder.objects.count() == 2 * len(PLAIN.channels)


def test_duplicates_are_refused_by_the_database_itself(dana: User, plain_kind: Plain, now: datetime) -> None:
    row = plain_notice(dana, now)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_repeating_leaves_the_first_row_as_it_is(dana: User, plain_kind: Plain, now: datetime) -> None:
    first = plain_notice(dana, now)
    schedule(PLAIN, "plain:1", occurrence="once", people=[dana.pk], due_at=now + timedelta(hours=3))
    assert fresh(first).due_at == now


def test_an_address_is_found_by_its_hash_and_stored_encrypted(db: None, now: datetime) -> None:
    row = account_mail("Dana@Example.org", now)
    assert "example" not in row.recipient.lower()
    with transaction.atomic():
        raw = Reminder.objects.filter(pk=row.pk).extra(select={"raw": "address"}).values("raw")[0]["raw"]
    assert "example" not in raw.lower()


def test_withdraw_takes_back_what_waits_and_what_is_claimed(dana: User, plain_kind: Plain, now: datetime) -> None:
    claimed = plain_notice(dana, now, occurrence="first")
    lease_due("in_app", now)
    waiting = plain_notice(dana, now, occurrence="second")
    other = plain_notice(dana, now, subject="plain:2")
    withdraw("plain:1", now)
    assert [state_of(row) for row in (claimed, waiting, other)] == [State.WITHDRAWN, State.WITHDRAWN, State.PENDING]


def test_withdraw_leaves_what_was_sent(dana: User, plain_kind: Plain, now: datetime) -> None:
    row = plain_notice(dana, now)
    Reminder.objects.filter(pk=row.pk).update(state=State.SENT, finished_at=now)
    withdraw("plain:1", now)
    assert state_of(row) == State.SENT


# The state machine


ALL_MOVES = list(itertools.product(State, State))


@pytest.mark.parametrize(("before", "after"), ALL_MOVES)
def test_only_moves_of_the_picture_are_made(before: State, after: State, db: None, now: datetime) -> None:
    row = account_mail("dana@example.org", now)
    leased = {"lease": uuid.uuid4(), "leased_until": now}
    nobody = {"lease": None, "leased_until": None}
    Reminder.objects.filter(pk=row.pk).update(state=before, **(leased if before == State.CLAIMED else nobody))
    rows, also = Reminder.objects.filter(pk=row.pk), leased if after == State.CLAIMED else nobody
    if after in states.MOVES[before]:
        assert move(rows, [before], after, **also) == 1
        assert state_of(row) == after
    else:
        with pytest.raises(ForbiddenMove):
            move(rows, [before], after, **also)
        assert state_of(row) == before


def test_move_is_made_once(db: None, now: datetime) -> None:
    rows = Reminder.objects.filter(pk=account_mail("dana@example.org", now).pk)
    assert [states.claim(rows, uuid.uuid4(), now) for _ in range(3)] == [1, 0, 0]


def test_what_ended_stays_as_it_is() -> None:
    assert {end for end in (State.SENT, State.MISSED, State.WITHDRAWN, State.FAILED) if states.MOVES[end]} == {
        State.FAILED
    }
