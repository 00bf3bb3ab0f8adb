"""A talk now: one asks; now, at a time, or not today; and without an answer it is gone without a word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agreements.letters import consent
from checkins.answers.showing import current_check_ins
from checkins.moving.models import NOW_STANDS_FOR, Move
from checkins.moving.movable import Talk
from checkins.moving.refusals import AskedTwice, Changed, NotSoon, PausedNow
from checkins.moving.reminders import TALK_NOW
from checkins.moving.showing import asked_between
from checkins.moving.talk_now import LATEST, agree_to_talk, ask_for_talk, not_today, take_asking_back
from checkins.moving.verbs import accept_time, leave_out, suggest_time
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from reminders.models import Notice, Reminder, State
from reminders.wording import calendar_entry
from tests.couples.live.test_lives import asked as asks_again
from tests.couples.live.test_lives import question_on
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
NOW = timezone.now().replace(second=0, microsecond=0)
MINUTE = timedelta(minutes=1)


def ask(pair: Pair, now: datetime = NOW) -> Move:
    move = ask_for_talk(pair.alice_seat, now)
    assert isinstance(move, Move)
    return move


def of_me(pair: Pair, now: datetime = NOW) -> Any:
    return asked_between(pair.bob_seat, now).of_me


def told(now: datetime = NOW) -> set[tuple[str, str]]:
    """Return who is told in the app of a talk, by now."""
    send_due(now, ["in_app"])
    return set(Notice.objects.filter(kind__in=("talk_now", "check_in")).values_list("user__name", "kind"))


def test_now_is_a_talk_at_once_with_no_rhythm_too(pair: Pair) -> None:
    move = ask(pair)
    assert of_me(pair).by == pair.alice
    assert told() == {("Bob", "talk_now")}
    check_in = agree_to_talk(pair.bob_seat, move.pk, None, NOW + MINUTE)
    assert check_in.agreement is None
    assert (check_in.starts_at, check_in.minutes, check_in.zone) == (NOW + MINUTE, 30, "UTC"), "nobody's own clock"
    assert of_me(pair) is None
    assert told(NOW + MINUTE) >= {("Alice", "check_in"), ("Bob", "check_in")}
    for seat in (pair.alice_seat, pair.bob_seat):
        [shown] = current_check_ins(seat, NOW + MINUTE)
        assert shown.has_begun
        opened = factories.handed_in(check_in, seat, now=NOW + MINUTE)
    assert opened.is_open(NOW + MINUTE)
    assert ensure_all_next(NOW + MINUTE) == 0


@both_databases
def test_beside_a_rhythm_it_is_as_long_and_on_the_same_clock(pair: Pair) -> None:
    ahead = factories.upcoming_check_in(pair, NOW, minutes=45)
    check_in = agree_to_talk(pair.bob_seat, ask(pair).pk, None, NOW)
    assert (check_in.minutes, check_in.zone) == (45, ahead.zone)
    consent.end(factories.rhythm_of(ahead), pair.alice_seat, NOW)
    assert CheckIn.objects.alive().get() == check_in, "it comes from no rhythm, and stays"


def test_at_the_time_of_a_talk_it_is_that_talk(pair: Pair) -> None:
    ahead = factories.upcoming_check_in(pair, NOW, hours=1)
    move, during = ask(pair), ahead.starts_at + MINUTE
    for _tap in range(2):
        assert agree_to_talk(pair.bob_seat, move.pk, during, NOW) == ahead
    assert CheckIn.objects.get() == ahead


@both_databases
def test_at_a_time_it_is_reminded_by_that_time_and_the_one_who_asked_is_told(pair: Pair) -> None:
    move, at = ask(pair), NOW + timedelta(hours=2)
    check_in = agree_to_talk(pair.bob_seat, move.pk, at, NOW)
    rows = Reminder.objects.filter(subject=f"check_in:{check_in.pk}", state=State.PENDING)
    assert set(rows.values_list("due_at", flat=True)) == {at}
    assert set(told()) == {("Alice", "talk_now")}
    for late in (NOW, NOW + LATEST + MINUTE):
        with pytest.raises(NotSoon):
            agree_to_talk(pair.bob_seat, move.pk, late, NOW)


@both_databases
def test_what_the_one_who_asked_is_told_is_true_of_the_talk_itself(pair: Pair) -> None:
    """As long as it really is, at the time that it has by then, on its own page; nothing once it is skipped."""
    factories.upcoming_check_in(pair, NOW, hours=30, minutes=90)
    move, at = ask(pair), NOW + timedelta(hours=2)
    check_in = agree_to_talk(pair.bob_seat, move.pk, at, NOW)
    row = Reminder.objects.get(kind="talk_now", channel="email", user=pair.alice, state=State.PENDING)
    assert TALK_NOW.decide([row], NOW) == {}
    assert TALK_NOW.neutral(row, NOW) == calendar_entry(at, 90, timezone.localtime(NOW).date())
    assert TALK_NOW.leads_to(row) == f"/check-ins/{check_in.pk}/"
    talk, later = Talk(check_in), at + timedelta(hours=3)
    accept_time(talk, pair.alice_seat, suggest_time(talk, pair.bob_seat, later, "", None, NOW).pk, NOW)
    assert TALK_NOW.decide([row], NOW) == {}
    assert TALK_NOW.neutral(row, NOW) == calendar_entry(later, 90, timezone.localtime(NOW).date())
    leave_out(talk, pair.alice_seat, later, "", NOW)
    assert row.pk in TALK_NOW.decide([row], NOW)


@both_databases
def test_not_today_says_when_the_next_is_until_the_day_is_over(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW, hours=30)
    not_today(pair.bob_seat, ask(pair).pk, NOW)
    said = asked_between(pair.alice_seat, NOW)
    assert said.not_today.startswith("Not today. The next one: ")
    assert said.now is None
    assert asked_between(pair.bob_seat, NOW).not_today == ""
    assert said.changes_at
    assert asked_between(pair.alice_seat, said.changes_at).not_today == ""
    assert told() == {("Alice", "talk_now")}
    assert not Reminder.objects.filter(kind="talk_now", channel="email", state=State.PENDING).exists()


def test_without_an_answer_it_is_gone_for_both_without_a_word(pair: Pair) -> None:
    move, over = ask(pair), NOW + NOW_STANDS_FOR
    assert of_me(pair, over - MINUTE)
    for seat in (pair.alice_seat, pair.bob_seat):
        shown = asked_between(seat, over)
        assert (shown.now, shown.not_today, shown.changes_at) == (None, "", None)
    with pytest.raises(Changed):
        agree_to_talk(pair.bob_seat, move.pk, None, over)
    assert told(over) == set()


def test_whoever_is_asked_and_looks_changes_no_byte_of_the_others_pages(pair: Pair) -> None:
    with time_machine.travel(NOW, tick=False):
        ask(pair)
        hers, his = factories.signed_in(None, pair.alice), factories.signed_in(None, pair.bob)
        questions = [question_on(hers.get(path).content.decode()) for path in ("/today/", "/check-ins/")]
        for path in ("/today/", "/check-ins/", "/notices/"):
            assert his.get(path).status_code == 200
        assert {asks_again(hers, question).status_code for question in questions} == {204}
    with time_machine.travel(NOW + NOW_STANDS_FOR, tick=False):
        assert "The question is gone by itself" not in hers.get("/check-ins/").content.decode()


def test_if_both_ask_both_have_said_yes(pair: Pair) -> None:
    ask(pair)
    check_in = ask_for_talk(pair.bob_seat, NOW)
    assert isinstance(check_in, CheckIn)
    assert check_in.has_begun(NOW)
    again = NOW + NOW_STANDS_FOR - MINUTE
    assert ask_for_talk(pair.alice_seat, again) == ask_for_talk(pair.bob_seat, again) == check_in, "a second tap"
    assert isinstance(ask_for_talk(pair.alice_seat, NOW + NOW_STANDS_FOR), Move)


def test_what_is_no_time_is_not_now(pair: Pair, bob_client: Client) -> None:
    move = ask(pair, timezone.now())
    answer = bob_client.post("/check-ins/now/agree/", {"move": move.pk, "at": "later"}, follow=True)
    assert "within the next twelve hours" in answer.content.decode()
    assert not CheckIn.objects.exists()


@both_databases
def test_asking_again_while_it_stands_asks_once_and_twice_a_day_is_enough(pair: Pair) -> None:
    assert ask(pair) == ask(pair)
    take_asking_back(pair.alice_seat, ask(pair).pk, NOW)
    assert of_me(pair) is None
    ask(pair, NOW + MINUTE)
    later = NOW + timedelta(hours=1)
    with pytest.raises(AskedTwice):
        ask(pair, later)
    assert isinstance(ask_for_talk(pair.bob_seat, later), Move), "the limit is each person's own"
    ask(pair, NOW + timedelta(hours=25))


@both_databases
def test_nobody_answers_their_own_asking_nor_a_strangers(pair: Pair, strangers: Pair) -> None:
    move = ask(pair)
    for seat in (pair.alice_seat, strangers.alice_seat):
        for verb in (lambda seat: agree_to_talk(seat, move.pk, None, NOW), lambda seat: not_today(seat, move.pk, NOW)):
            with pytest.raises(Changed):
                verb(seat)
    with pytest.raises(Changed):
        take_asking_back(pair.bob_seat, move.pk, NOW)


def test_in_a_pause_nobody_asks_nor_says_yes(pair: Pair) -> None:
    move = ask(pair)
    factories.paused(pair.bob_seat, now=NOW)
    with pytest.raises(PausedNow):
        ask(pair)
    with pytest.raises(PausedNow):
        agree_to_talk(pair.bob_seat, move.pk, None, NOW)
    not_today(pair.bob_seat, move.pk, NOW)


@both_databases
def test_leaving_closes_a_talk_that_was_agreed_for_later(pair: Pair) -> None:
    check_in = agree_to_talk(pair.bob_seat, ask(pair).pk, NOW + timedelta(hours=2), NOW)
    pair.left(NOW)
    assert CheckIn.objects.get(pk=check_in.pk).cancelled_at
    assert not Reminder.objects.filter(kind__in=("talk_now", "check_in"), state=State.PENDING).exists()
