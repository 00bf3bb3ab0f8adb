"""What two people ask and answer in the same moment: two calls, an answer and a close, two promises, the end of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.calls import verbs as calling
from agreements.calls.models import Call, HoldingReply
from agreements.letters import consent
from agreements.letters.models import Agreement
from couples.seats import leaving
from tests.helpers import factories
from tests.races.stage import NoGuard, interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASK = r'INSERT INTO "agreements_call"'
CHANGE = r'UPDATE "agreements_call" SET'
PROMISE = r'INSERT INTO "agreements_holdingreply"'


def agreed(pair):
    return factories.agreed_response_rule(pair, NOW - HOUR, who="both", within_minutes=120)


def asking(seat, rule, now=NOW):
    return lambda: calling.ask(seat, rule.pk, "", uuid.uuid4(), now)


def asked(pair):
    return asking(pair.alice_seat, agreed(pair))()


def without_locks(monkeypatch):
    """Let no verb wait for another one."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    monkeypatch.setattr(calling, "_hold_rule", lambda seat, agreement_id: None)


def unconditionally(monkeypatch):
    """Let verbs write over whatever has become of a call meanwhile."""
    monkeypatch.setattr(calling, "_open", lambda call, now: Call.objects.filter(pk=call.pk))


# Two calls by one rule


def both_ask(pair):
    rule = agreed(pair)
    return interleave(asking(pair.alice_seat, rule), asking(pair.bob_seat, rule), before=ASK)


def test_when_both_ask_at_once_by_one_rule_both_get_the_same_call(pair):
    first, second = both_ask(pair)
    assert first == second == Call.objects.get()
    assert first.caller == pair.alice


@pytest.mark.postgres
def test_without_any_lock_the_constraint_alone_sees_to_it(pair, monkeypatch):
    without_locks(monkeypatch)
    first, second = both_ask(pair)
    assert first == second == Call.objects.get()


@pytest.mark.postgres
def test_companion_without_lock_and_constraint_two_are_open(pair, monkeypatch):
    without_locks(monkeypatch)
    with without(Call, "one_open_call_a_rule"):
        both_ask(pair)
        assert Call.objects.open(NOW).count() == 2


# An answer and a close


def answer_while_it_is_closed(pair):
    call = asked(pair)
    outcomes = interleave(
        lambda: calling.close(pair.alice_seat, call.pk, NOW),
        lambda: calling.answer(pair.bob_seat, call.pk, "yes", True, NOW),
        before=CHANGE,
    )
    call.refresh_from_db()
    return call, outcomes


def test_what_is_closed_while_it_is_answered_is_one_of_both(pair):
    call, [closed, refused] = answer_while_it_is_closed(pair)
    assert closed is True
    assert isinstance(refused, calling.NothingToAnswer)
    assert (call.answered_at, call.answer) == (None, "")


@pytest.mark.postgres
def test_without_the_couples_row_the_condition_alone_sees_to_it(pair, monkeypatch):
    without_locks(monkeypatch)
    call, [closed, refused] = answer_while_it_is_closed(pair)
    assert closed is True
    assert isinstance(refused, calling.NothingToAnswer)
    assert call.answered_at is None


@pytest.mark.postgres
def test_companion_without_the_condition_it_is_closed_and_answered(pair, monkeypatch):
    without_locks(monkeypatch)
    unconditionally(monkeypatch)
    with without(Call, "answered_or_closed"):
        call, _outcomes = answer_while_it_is_closed(pair)
        assert None not in (call.answered_at, call.closed_at)


# Two promises


def two_promises(pair):
    """On two devices, when one was made before: one more is possible."""
    call = asked(pair)
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    return interleave(
        *(lambda hours=hours: calling.hold(pair.bob_seat, call.pk, NOW + hours * HOUR, NOW) for hours in (2, 3)),
        before=PROMISE,
    )


def test_of_two_promises_at_once_the_third_is_refused(pair):
    _held, refused = two_promises(pair)
    assert isinstance(refused, calling.HeldTwice)
    assert list(HoldingReply.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.postgres
def test_companion_without_lock_and_constraint_there_are_three(pair, monkeypatch):
    without_locks(monkeypatch)
    monkeypatch.setattr(calling, "_open", lambda call, now: NoGuard())
    with without(HoldingReply, "one_holding_reply_a_number"):
        two_promises(pair)
        assert HoldingReply.objects.count() == 3


# An answer at the last moment, while another call is asked


def answer_while_it_lapses(pair):
    call = asked(pair)
    rule = Agreement.objects.get()
    last = call.lapses_at
    outcomes = interleave(
        asking(pair.alice_seat, rule, last),
        lambda: calling.answer(pair.bob_seat, call.pk, "yes", False, last - timedelta(seconds=1)),
        before=CHANGE,
    )
    call.refresh_from_db()
    return call, outcomes


def test_what_lapses_while_it_is_answered_is_one_of_both(pair):
    call, [another, refused] = answer_while_it_lapses(pair)
    assert another != call
    assert isinstance(refused, calling.NothingToAnswer)
    assert (call.closed_at, call.answered_at) == (call.lapses_at, None)


@pytest.mark.postgres
def test_companion_without_the_condition_it_has_lapsed_and_is_answered(pair, monkeypatch):
    without_locks(monkeypatch)
    unconditionally(monkeypatch)
    with without(Call, "answered_or_closed"):
        call, _outcomes = answer_while_it_lapses(pair)
        assert None not in (call.answered_at, call.closed_at)


# A call while its rule ends


def ask_while_the_rule_ends(pair, order=1):
    rule = agreed(pair)
    mine = Agreement.objects.get(pk=rule.pk)
    verbs = (lambda: consent.end(mine, pair.bob_seat, NOW), asking(pair.alice_seat, rule))
    return interleave(*verbs[::order], before=rf'{ASK}|UPDATE "agreements_agreement" SET .*"ended_at" = %s')


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_asked_while_its_rule_ends_goes_with_it_or_is_not_asked(pair, order):
    ask_while_the_rule_ends(pair, order)
    assert not Agreement.objects.now_in_force(NOW).exists()
    assert not Call.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_rules_row_it_waits_unseen(pair, monkeypatch):
    without_locks(monkeypatch)
    ask_while_the_rule_ends(pair)
    assert Call.objects.exists()
    assert not Call.objects.open(NOW).exists()
