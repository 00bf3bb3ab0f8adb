"""What is told of a call, to whom, and when: in the app at once, outside as each wants it, and nothing of it stale."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.calls import verbs as calling
from agreements.calls.reminders import ANSWERED, CALL, CALLED, KINDS, PROMISED, TWO_THIRDS
from agreements.letters.ending import end
from agreements.pauses.verbs import start_pause
from reminders.delivery.quiet_hours import held_by_quiet_hours
from reminders.kinds import Drop, Hold
from reminders.models import Notice, Reminder, State
from reminders.preferences import ways_of
from tests.helpers import factories

pytestmark = [pytest.mark.django_db]
# A Wednesday afternoon in Berlin, 16:40.
NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DUE = NOW + 3 * HOUR


@pytest.fixture
def call(pair):
    rule = factories.agreed_response_rule(pair, NOW - DAY, within_minutes=180)
    return calling.ask(pair.alice_seat, rule.pk, "zebra", uuid.uuid4(), NOW)


def waiting(call):
    """The rows that are still to go out in the app, whom they go to, and when."""
    rows = Reminder.objects.filter(subject=CALL.of(call.pk), channel="in_app", state=State.PENDING)
    return {(row.kind, row.user.name, row.due_at) for row in rows.select_related("user")}


def said(kind, call, person, occurrence, now):
    """The line of one notice; None where it is not true any more."""
    told = Notice(pk=1, kind=kind.name, subject=CALL.of(call.pk), occurrence=occurrence, user=person)
    line = kind.lines([told], now).get(1)
    return line and str(line.text)


def test_who_is_asked_hears_at_once_and_once_at_two_thirds(pair, call):
    assert waiting(call) == {("call", "Bob", NOW), ("call_two_thirds", "Bob", NOW + 2 * HOUR)}
    assert said(CALLED, call, pair.bob, "asked", NOW) == "Alice asks you for a line."
    assert said(TWO_THIRDS, call, pair.bob, "two_thirds", NOW + 2 * HOUR) == "A line for Alice, by 18:40 if you can."
    assert said(TWO_THIRDS, call, pair.bob, "two_thirds", DUE) is None, "never after it is due"
    assert said(CALLED, call, pair.bob, "asked", DUE) == "Alice asks you for a line."
    assert said(CALLED, call, pair.bob, "asked", DUE + 2 * DAY) is None


def test_in_a_pause_nobody_hears_at_two_thirds_and_after_it_only_before_it_is_due(pair, call):
    mine = list(Reminder.objects.filter(kind=TWO_THIRDS.name))
    assert TWO_THIRDS.decide(mine, NOW + 2 * HOUR) == {}
    ends_at = NOW + 2 * HOUR + 30 * MINUTE
    start_pause(pair.alice_seat, ends_at, NOW + HOUR)
    assert TWO_THIRDS.decide(mine, NOW + 2 * HOUR) == {row.pk: Hold(ends_at) for row in mine}
    assert TWO_THIRDS.decide(mine, ends_at) == {}
    assert TWO_THIRDS.decide(mine, DUE) == {row.pk: Drop() for row in mine}


def test_a_promise_reminds_who_made_it_and_nobody_else(pair, call):
    at = NOW + HOUR
    calling.hold(pair.bob_seat, call.pk, at, NOW)
    promised = {("promise", "Bob", at - 10 * MINUTE), ("promise", "Bob", at)}
    assert waiting(call) == {*promised, ("call_answered", "Alice", NOW)}, "two thirds are asked of nobody any more"
    assert said(PROMISED, call, pair.bob, "1:soon", at) == "You wanted to answer at 16:40."
    assert said(ANSWERED, call, pair.alice, "held:1", NOW) == "Bob is busy now, and will answer at 16:40."
    calling.hold(pair.bob_seat, call.pk, NOW + 20 * HOUR, at)
    assert {(kind, when) for kind, who, when in waiting(call) if who == "Bob"} == {
        ("promise", NOW + 20 * HOUR - 10 * MINUTE),
        ("promise", NOW + 20 * HOUR),
    }
    assert said(PROMISED, call, pair.bob, "1:now", at) is None, "what he says last counts"
    assert said(ANSWERED, call, pair.alice, "held:2", at) == "Bob is busy now, and will answer tomorrow, 11:40."


def test_what_is_promised_within_ten_minutes_reminds_once(pair, call):
    calling.hold(pair.bob_seat, call.pk, NOW + 5 * MINUTE, NOW)
    assert {when for kind, _who, when in waiting(call) if kind == "promise"} == {NOW + 5 * MINUTE}


def test_an_answer_takes_back_what_waits_and_tells_who_asked(pair, call):
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    calling.answer(pair.bob_seat, call.pk, "zebra", False, NOW)
    assert waiting(call) == {("call_answered", "Alice", NOW)}
    assert said(ANSWERED, call, pair.alice, "answered", NOW) == "Bob answered you."
    assert said(ANSWERED, call, pair.alice, "held:1", NOW) is None
    assert said(PROMISED, call, pair.bob, "1:now", NOW) is None
    assert said(CALLED, call, pair.bob, "asked", NOW) is None
    assert said(ANSWERED, call, pair.alice, "answered", NOW + 7 * DAY) is None


@pytest.mark.parametrize("ending", ["closed", "ended", "left"])
def test_what_is_over_tells_nobody(pair, call, ending):
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    rows = list(Reminder.objects.filter(subject=CALL.of(call.pk)))
    if ending == "closed":
        calling.close(pair.alice_seat, call.pk, NOW)
    elif ending == "ended":
        end(call.agreement, pair.alice_seat, NOW)
    else:
        pair.left(NOW)
    assert waiting(call) == set()
    for kind in KINDS:
        mine = [row for row in rows if row.kind == kind.name]
        # Also those that a worker has taken a moment before.
        assert kind.decide(mine, NOW) == {row.pk: Drop() for row in mine}
    assert said(CALLED, call, pair.bob, "asked", NOW) is None


def test_quiet_hours_hold_all_but_what_one_promised(pair, call):
    calling.hold(pair.bob_seat, call.pk, NOW + 7 * HOUR, NOW)
    mails = Reminder.objects.filter(subject=CALL.of(call.pk), channel="email").select_related("user")
    by_kind = {row.kind: row for row in mails if row.user == pair.bob}
    night = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)
    held = {
        name
        for name, row in by_kind.items()
        for kind in KINDS
        if kind.name == name
        if held_by_quiet_hours(kind, [row], night)
    }
    assert by_kind.keys() == {"call", "call_two_thirds", "promise"}
    assert held == {"call", "call_two_thirds"}


def test_who_asks_hears_outside_the_app_only_if_they_chose_to(pair, call):
    calling.answer(pair.bob_seat, call.pk, "yes", False, NOW)
    hers = Reminder.objects.filter(user=pair.alice, subject=CALL.of(call.pk))
    assert [row.channel for row in hers] == ["in_app"]
    assert "email" in ways_of(ANSWERED)


def test_any_number_of_rows_costs_as_many_queries(pair, django_assert_num_queries):
    rules = factories.many_agreed(pair, 3, NOW - DAY)
    for number in (1, 3):
        for rule in rules[:number]:
            asked = calling.ask(pair.alice_seat, rule.pk, "", uuid.uuid4(), NOW)
            calling.hold(pair.bob_seat, asked.pk, NOW + HOUR, NOW)
        told = [
            Notice(pk=place, subject=row.subject, occurrence="1:now", user=pair.bob)
            for place, row in enumerate(Reminder.objects.filter(kind="call", channel="in_app"))
        ]
        with django_assert_num_queries(2):
            assert len(PROMISED.lines(told, NOW)) == number
