"""Asking for what a rule promises, and answering it: who may, when it is due, and what each of the two sees."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from agreements.calls import verbs as calling
from agreements.calls.forgetting import forget_calls
from agreements.calls.models import KEPT_FOR, Call, HoldingReply, SavedAnswer
from agreements.calls.showing import (
    State,
    as_seen,
    asked_of_me,
    call_as_seen,
    callable_rules_of,
    calls_there,
    rule_as_seen,
)
from agreements.kinds.base import all_kinds
from agreements.letters import consent
from agreements.letters.ending import close_all_over, end
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_private_line
from agreements.pauses.verbs import SLIP_WITHIN, start_pause, take_back_slip
from basics.keeping import what_stays
from basics.submissions import SentDifferently
from couples.begun.models import BegunText
from couples.people.models import User
from couples.seats.leaving import leave
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.factories import fresh

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
    strangers = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    theirs = factories.agreed_response_rule(strangers, NOW - DAY)
    for key in (rule.pk, waits.pk, theirs.pk, uuid.uuid4()):
        for verb in (
            lambda key: calling.ask(pair.bob_seat, key, "", uuid.uuid4(), NOW),
            lambda key: calling.begin(pair.bob_seat, key, "x", NOW),
            lambda key: rule_as_seen(pair.bob_seat, key, NOW),
        ):
            with pytest.raises(Agreement.DoesNotExist):
                verb(key)
    assert [kind.name for kind in all_kinds() if kind.calls(rule.in_force.terms)] == ["response_rule"]


def test_a_call_of_others_and_the_wrong_side_of_ones_own_are_not_there(pair, rule, strangers):
    call = ask(pair.alice_seat, rule)
    for seat in (strangers.alice_seat, pair.alice_seat):
        for verb in (
            lambda seat: calling.answer(seat, call.pk, "x", False, NOW),
            lambda seat: calling.hold(seat, call.pk, NOW + HOUR, NOW),
            lambda seat: calling.begin_answer(seat, call.pk, "x", NOW),
        ):
            with pytest.raises(Call.DoesNotExist):
                verb(seat)
    for seat in (strangers.alice_seat, pair.bob_seat):
        with pytest.raises(Call.DoesNotExist):
            calling.close(seat, call.pk, NOW)
    with pytest.raises(Call.DoesNotExist):
        seen(strangers.bob_seat, call)


def test_one_call_a_rule_is_open_and_asking_again_opens_it(pair):
    rule = factories.agreed_response_rule(pair, NOW - DAY, who="both")
    submission = uuid.uuid4()
    first = ask(pair.alice_seat, rule, "a", submission=submission)
    assert ask(pair.alice_seat, rule, "b") == first
    assert ask(pair.bob_seat, rule, "c") == first, "he is the one who is asked"
    assert seen(pair.bob_seat, first).line == "a"
    assert Call.objects.count() == 1
    assert [each.open_call for each in callable_rules_of(pair.bob_seat, NOW)] == [first.pk]
    calling.close(pair.alice_seat, first.pk, NOW)
    assert ask(pair.alice_seat, rule, "a", submission=submission) == first, "a double tap makes one"
    Call.objects.update(body_hash="a")
    with pytest.raises(SentDifferently):
        calling.ask(pair.alice_seat, rule.pk, "b", submission, NOW, "b")
    second = ask(pair.bob_seat, rule, "c")
    assert second != first
    lapsed_at = Call.objects.get(pk=second.pk).lapses_at
    third = ask(pair.alice_seat, rule, now=lapsed_at)
    assert third.pk not in (first.pk, second.pk)
    assert seen(pair.bob_seat, second, lapsed_at).state is State.LAPSED


def test_what_is_closed_or_has_lapsed_reads_alike_for_who_was_asked(pair, rule):
    closed = ask(pair.alice_seat, rule, "come home")
    calling.hold(pair.bob_seat, closed.pk, NOW + HOUR, NOW)
    assert calling.close(pair.alice_seat, closed.pk, NOW + HOUR)
    assert not calling.close(pair.alice_seat, closed.pk, NOW + HOUR)
    lapsed = ask(pair.alice_seat, rule, "come home", NOW + HOUR)
    late = lapsed.lapses_at
    said = [seen(pair.bob_seat, call, late) for call in (closed, lapsed)]
    for each in said:
        assert (each.state, each.line, each.answer, each.promised_at) == (State.OVER, "", "", None)
        assert (each.saved_answer, each.may_hold, each.days_left) == ("", False, 0)
    assert [seen(pair.alice_seat, call, late).state for call in (closed, lapsed)] == [State.CLOSED, State.LAPSED]
    for call in (closed, lapsed):
        for verb in (
            lambda key: calling.answer(pair.bob_seat, key, "late", True, late),
            lambda key: calling.hold(pair.bob_seat, key, late + HOUR, late),
        ):
            with pytest.raises(calling.NothingToAnswer):
                verb(call.pk)
    assert not SavedAnswer.objects.exists()


def test_when_the_time_is_over_who_asks_alone_reads_it_and_an_answer_may_still_come(pair, rule):
    call = ask(pair.alice_seat, rule)
    assert [seen(pair.alice_seat, call, when).time_is_over for when in (DUE - timedelta(seconds=1), DUE)] == [
        False,
        True,
    ]
    assert not seen(pair.bob_seat, call, DUE).time_is_over
    assert seen(pair.alice_seat, call, NOW).changes_at == DUE
    last = DUE + timedelta(hours=48)
    assert seen(pair.bob_seat, call, last - HOUR).state is State.OPEN
    assert seen(pair.alice_seat, call, last).time_is_over
    calling.answer(pair.bob_seat, call.pk, "here", False, last - timedelta(seconds=1))
    assert not seen(pair.alice_seat, call, last).time_is_over
    assert not SavedAnswer.objects.exists()


def test_a_promise_is_waited_for_and_two_are_the_most(pair, rule):
    call = ask(pair.alice_seat, rule)
    for wrong in (NOW, NOW - HOUR, NOW + timedelta(hours=24, seconds=1)):
        with pytest.raises(calling.NotSoLate):
            calling.hold(pair.bob_seat, call.pk, wrong, NOW)
    tapped = uuid.uuid4()
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW, tapped)
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR + timedelta(minutes=1), NOW, tapped)
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    assert [each.number for each in HoldingReply.objects.all()] == [1], "the same tap, and the same time"
    mine = seen(pair.alice_seat, call, DUE - HOUR)
    assert (mine.state, mine.promised_at, mine.time_is_over) == (State.HELD, NOW + HOUR, False)
    assert seen(pair.bob_seat, call).may_hold
    later = DUE + 5 * HOUR
    calling.hold(pair.bob_seat, call.pk, later, NOW + HOUR)
    assert not seen(pair.bob_seat, call).may_hold
    with pytest.raises(calling.HeldTwice):
        calling.hold(pair.bob_seat, call.pk, later + HOUR, NOW + HOUR)
    assert [seen(pair.alice_seat, call, when).time_is_over for when in (DUE, later)] == [False, True]
    assert seen(pair.alice_seat, call, later + timedelta(hours=47)).state is State.HELD
    assert seen(pair.alice_seat, call, later + timedelta(hours=48)).state is State.LAPSED


def test_an_answer_stays_as_it_is(pair, rule):
    call = ask(pair.alice_seat, rule)
    calling.answer(pair.bob_seat, call.pk, "yes", False, NOW)
    calling.answer(pair.bob_seat, call.pk, "yes", False, NOW)
    with pytest.raises(calling.AnsweredAlready):
        calling.answer(pair.bob_seat, call.pk, "no", False, NOW)
    with pytest.raises(calling.AnsweredAlready):
        calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    assert not calling.close(pair.alice_seat, call.pk, NOW)
    assert seen(pair.alice_seat, call).answer == "yes"


def test_during_a_pause_nothing_is_asked_and_the_line_waits_for_its_writer(pair, rule):
    pause = start_pause(pair.bob_seat, NOW + HOUR, NOW)
    other = factories.agreed_response_rule(pair, NOW - DAY, please="wave")
    assert rule_as_seen(pair.alice_seat, rule.pk, NOW).pausing_until is None
    ask(pair.alice_seat, other, now=NOW)  # what may still be a slip is not told
    known = NOW + SLIP_WITHIN
    assert rule_as_seen(pair.alice_seat, rule.pk, known).pausing_until == pause.ends_at
    with pytest.raises(calling.AskedInPause):
        ask(pair.alice_seat, rule, "please", known)
    assert Call.objects.count() == 1
    assert rule_as_seen(pair.alice_seat, rule.pk, known).begun == "please"
    over = pause.ends_at
    forget_calls(over)
    assert Call.objects.count() == 1, "nothing sends itself"
    calling.answer(pair.bob_seat, Call.objects.get().pk, "fine", False, known)
    ask(pair.alice_seat, rule, "please", over)
    assert rule_as_seen(pair.alice_seat, rule.pk, over).begun == ""


def test_who_began_a_pause_that_may_be_a_slip_asks_nothing(pair, rule):
    pause = start_pause(pair.alice_seat, NOW + HOUR, NOW)
    with pytest.raises(calling.AskedInPause):
        ask(pair.alice_seat, rule, "x")
    take_back_slip(pause.pk, pair.alice_seat, NOW)
    assert ask(pair.alice_seat, rule, "x")


def test_six_a_day_and_the_next_day_again(pair, rule):
    for _ in range(6):
        calling.close(pair.alice_seat, ask(pair.alice_seat, rule).pk, NOW)
    with pytest.raises(calling.AskedEnough):
        ask(pair.alice_seat, rule, "once more")
    assert rule_as_seen(pair.alice_seat, rule.pk, NOW).begun == "once more"
    for_both = factories.agreed_response_rule(pair, NOW - DAY, who="both")
    assert ask(pair.bob_seat, for_both), "his own count for him"
    assert ask(pair.alice_seat, rule, now=NOW + DAY)


@pytest.mark.parametrize("ending", ["ended", "trial over", "left"])
def test_what_waits_goes_with_its_rule_and_nothing_is_sent(pair, ending):
    until = (NOW + DAY).date()
    rule = factories.agreed_response_rule(pair, NOW - DAY, trial_until=until if ending == "trial over" else None)
    answered = ask(pair.alice_seat, rule, "before")
    calling.answer(pair.bob_seat, answered.pk, "yes", True, NOW)
    call = ask(pair.alice_seat, rule, "now")
    calling.begin_answer(pair.bob_seat, call.pk, "well", NOW)
    calling.begin(pair.alice_seat, rule.pk, "once more", NOW)
    assert seen(pair.bob_seat, call).begun == "well"
    told = list(Reminder.objects.exclude(subject__startswith="call").values_list("pk", flat=True))
    after = fresh(rule).ends_at or NOW + HOUR
    if ending == "ended":
        end(rule, pair.bob_seat, after)
        told += Reminder.objects.filter(kind="agreement_ended").values_list("pk", flat=True)
    if ending == "left":
        leave(pair.bob_seat, after)
    with pytest.raises(Call.DoesNotExist):
        seen(pair.alice_seat, call, after)
    assert asked_of_me(pair.bob_seat, after) == []
    if ending == "trial over":
        assert Call.objects.filter(pk=call.pk).exists(), "by the clock, before any job"
        with pytest.raises(Call.DoesNotExist):
            calling.answer(pair.bob_seat, call.pk, "late", False, after)
        close_all_over(after)
    assert not Call.objects.filter(pk=call.pk).exists()
    assert Call.objects.filter(pk=answered.pk).exists() is (ending != "left")
    assert not BegunText.objects.exists()
    assert not Reminder.objects.filter(subject=f"call:{call.pk}").exists()
    assert set(Reminder.objects.exclude(subject__startswith="call").values_list("pk", flat=True)) == set(told)
    assert [row.words for row in what_stays(SavedAnswer, pair.bob_seat)] == ["yes"], "his own stays his"
    assert not what_stays(SavedAnswer, pair.alice_seat)


def test_other_words_in_force_leave_a_call_as_it_was_asked(pair, rule):
    call = ask(pair.alice_seat, rule)
    letter = factories.amended(rule, pair.alice_seat, NOW, please="ring me", within_minutes=30)
    consent.accept(letter, pair.bob_seat, 2, NOW)
    assert (seen(pair.bob_seat, call).asks_for, seen(pair.bob_seat, call).due_at) == ("send one line", DUE)
    assert callable_rules_of(pair.alice_seat, NOW)[0].asks_for == "ring me"


def test_the_clock_is_that_of_the_rules_words_and_nobodys_own(pair):
    rule = factories.agreed_response_rule(pair, NOW - DAY, within_minutes=120)
    User.objects.update(time_zone="Pacific/Auckland")
    night = datetime(2027, 3, 3, 22, 40, tzinfo=UTC)
    call = ask(pair.alice_seat, rule, now=night)
    assert call.due_at == datetime(2027, 3, 4, 9, 0, tzinfo=UTC), "10:00 in Berlin"
    assert seen(pair.alice_seat, call, night).nights_left_out
    assert rule_as_seen(pair.alice_seat, rule.pk, night).due_at == call.due_at


def test_any_number_is_read_in_as_many_queries(pair, django_assert_num_queries):
    rules = factories.many_agreed(pair, 3, NOW - DAY)
    for rule in rules[:1]:
        calling.hold(pair.bob_seat, ask(pair.alice_seat, rule).pk, NOW + HOUR, NOW)
    for more in ((), rules[1:]):
        for rule in more:
            ask(pair.alice_seat, rule)
        with django_assert_num_queries(2):
            assert len(asked_of_me(pair.bob_seat, NOW)) == 1 + len(more)
        with django_assert_num_queries(2):
            assert [as_seen(call, pair.alice_seat, NOW) for call in calls_there(pair.alice_seat, NOW)]
        with django_assert_num_queries(3):
            assert len(callable_rules_of(pair.alice_seat, NOW)) == 3
