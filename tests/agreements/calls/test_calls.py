"""Asking for what a rule promises, and answering it: who may, when it is due, and what each of the two sees."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.calls import verbs as calling
from agreements.calls.forgetting import forget_calls
from agreements.calls.models import KEPT_FOR, Call, SavedAnswer
from agreements.calls.showing import (
    State,
    asked_of_me,
    call_as_seen,
    callable_rules_of,
)
from agreements.kinds.base import all_kinds
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_private_line
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = [pytest.mark.django_db]
# A Wednesday afternoon in Berlin.
NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = NOW + 2 * HOUR


@pytest.fixture
def rule(pair):
    return factories.agreed_response_rule(pair, NOW - DAY, within_minutes=120)


def ask(seat, rule, line="", now=NOW, submission=None):
    return calling.ask(seat, rule.pk, line, submission or uuid.uuid4(), now)


def seen(seat, call, now=NOW):
    return call_as_seen(seat, call.pk, now)


def test_it_goes_from_the_asking_to_the_answer_and_is_gone_a_week_later(pair, rule):
    set_private_line(rule, pair.alice_seat, "he is busy")
    call = ask(pair.alice_seat, rule, "a hard day")
    mine, theirs = seen(pair.alice_seat, call), seen(pair.bob_seat, call)
    assert (mine.state, mine.is_mine, mine.due_at, mine.coping_line) == (State.OPEN, True, DUE, "he is busy")
    assert (theirs.state, theirs.is_mine, theirs.line, theirs.coping_line) == (State.OPEN, False, "a hard day", "")
    assert [each.id for each in asked_of_me(pair.bob_seat, NOW)] == [call.pk]
    assert asked_of_me(pair.alice_seat, NOW) == []
    calling.answer(pair.bob_seat, call.pk, "we are fine", True, NOW + HOUR)
    mine = seen(pair.alice_seat, call, NOW + HOUR)
    assert (mine.state, mine.answer, mine.days_left) == (State.ANSWERED, "we are fine", 7)
    assert asked_of_me(pair.bob_seat, NOW + HOUR) == []
    assert SavedAnswer.objects.get(person=pair.bob).words == "we are fine"
    last = NOW + HOUR + KEPT_FOR
    assert seen(pair.bob_seat, call, last - timedelta(seconds=1)).answer == "we are fine"
    with pytest.raises(Call.DoesNotExist):
        seen(pair.alice_seat, call, last)
    assert forget_calls(last) == 1
    assert not Call.objects.exists()
    assert not Reminder.objects.filter(subject__startswith="call").exists()
    again = ask(pair.alice_seat, rule, now=last)
    assert seen(pair.bob_seat, again, last).saved_answer == "we are fine", "one's own, kept for the next time"


def test_by_a_rule_its_author_asks_or_either(pair, rule):
    for_both = factories.agreed_response_rule(pair, NOW - DAY, who="both", please="call me")
    factories.agreed_cool_down(pair, NOW - DAY)
    waits = factories.proposed_rule(pair, NOW)
    named = {each.agreement_id for each in callable_rules_of(pair.alice_seat, NOW)}
    assert named == {rule.pk, for_both.pk}
    assert [each.title for each in callable_rules_of(pair.alice_seat, NOW)] == ["call me", "send one line"]
    assert [each.agreement_id for each in callable_rules_of(pair.bob_seat, NOW)] == [for_both.pk]
    for agreement in (rule, waits, factories.agreed_cool_down, uuid.uuid4()):
        with pytest.raises(Agreement.DoesNotExist):
            calling.ask(pair.bob_seat, getattr(agreement, "pk", uuid.uuid4()), "", uuid.uuid4(), NOW)
    assert [kind.name for kind in all_kinds() if kind.calls(rule.in_force.terms)] == ["response_rule"]
