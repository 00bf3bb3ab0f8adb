"""Answers are sealed, and open together: when both are in, and no earlier than the time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.letters import consent
from checkins.answers import verbs as opening
from checkins.answers.models import Answer, Seal, TakeAway
from checkins.answers.verbs import (
    Fixed,
    Given,
    NoLongerOpenForAnswers,
    NotOpenYet,
    Unanswered,
    hand_in,
    keep_answers,
    keep_take_away,
)
from checkins.rhythm.models import OPEN_FOR, CheckIn
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
NOW = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def ahead(pair):
    """A check-in whose time has not come."""
    return factories.upcoming_check_in(pair, NOW, hours=5)


@pytest.fixture
def begun(pair):
    """A check-in whose time has come."""
    return factories.begun_check_in(pair, NOW)


def readable(user, check_in, now=NOW):
    return {answer.author for answer in Answer.objects.readable_by(user, [check_in], now)}


def test_before_the_time_each_reads_their_own_although_both_are_in(pair, ahead):
    factories.handed_in(ahead, pair.alice_seat, now=NOW)
    check_in = factories.handed_in(ahead, pair.bob_seat, now=NOW)
    assert not check_in.is_open(NOW)
    assert readable(pair.alice, check_in) == {pair.alice}
    assert readable(pair.bob, check_in) == {pair.bob}


@both_databases
def test_at_the_time_they_open_by_themselves(pair, ahead):
    factories.handed_in(ahead, pair.alice_seat, now=NOW)
    check_in = factories.handed_in(ahead, pair.bob_seat, now=NOW)
    just_before = check_in.starts_at - timedelta(microseconds=1)
    assert not check_in.is_open(just_before)
    assert readable(pair.bob, check_in, just_before) == {pair.bob}
    assert check_in.is_open(check_in.starts_at)
    assert readable(pair.bob, check_in, check_in.starts_at) == {pair.alice, pair.bob}


@both_databases
def test_after_the_time_they_open_with_the_second_one(pair, begun):
    check_in = factories.handed_in(begun, pair.alice_seat, now=NOW)
    assert not check_in.is_open(NOW)
    assert readable(pair.bob, check_in) == set()
    check_in = factories.handed_in(begun, pair.bob_seat, now=NOW)
    assert check_in.is_open(NOW)


def test_one_person_twice_is_not_both(pair, begun):
    for _ in range(2):
        check_in = factories.handed_in(begun, pair.alice_seat, now=NOW)
    assert Seal.objects.count() == 1
    assert not check_in.is_open(NOW)


@both_databases
def test_not_today_counts_as_an_answer(pair, begun):
    given = {prompt: Given("", not_today=True) for prompt in begun.prompts}
    hand_in(begun, pair.alice_seat, given, NOW)
    assert hand_in(begun, pair.bob_seat, given, NOW)
    assert set(Answer.objects.values_list("words", "not_today")) == {("", True)}


def test_words_beside_not_today_are_not_kept(pair, begun):
    given = {prompt: Given("on second thought", not_today=True) for prompt in begun.prompts}
    hand_in(begun, pair.alice_seat, given, NOW)
    assert set(Answer.objects.values_list("words", flat=True)) == {""}


@pytest.mark.parametrize("words", ["", "   ", "\n\t "])
def test_an_unanswered_question_is_named_and_nothing_is_handed_in(pair, begun, words):
    given = {**factories.answers(), "was_heavy": Given(words)}
    with pytest.raises(Unanswered) as refusal:
        hand_in(begun, pair.alice_seat, given, NOW)
    assert refusal.value.prompts == ["was_heavy"]
    assert "not today" in str(refusal.value.message)
    assert not Seal.objects.exists()
    assert not Answer.objects.exists()


@both_databases
def test_unfinished_answers_are_kept_for_their_writer(pair, ahead):
    keep_answers(ahead, pair.alice_seat, {"was_heavy": Given("half a sent")}, NOW)
    assert Answer.objects.get().words == "half a sent"
    assert not Seal.objects.exists()


@both_databases
def test_what_was_handed_in_can_be_changed_until_the_opening_but_stays_whole(pair, ahead):
    factories.handed_in(ahead, pair.alice_seat, "first", NOW)
    factories.handed_in(ahead, pair.alice_seat, "second", NOW)
    with pytest.raises(Unanswered):
        keep_answers(ahead, pair.alice_seat, {"was_heavy": Given("")}, NOW)
    assert all(answer.words.startswith("second") for answer in Answer.objects.all())


@both_databases
@pytest.mark.parametrize("verb", [hand_in, keep_answers])
def test_opened_answers_are_final(pair, verb):
    check_in = factories.opened_check_in(pair, NOW)
    with pytest.raises(NoLongerOpenForAnswers) as refusal:
        verb(check_in, pair.alice_seat, factories.answers("later"), NOW)
    assert "copy it" in str(refusal.value.message)
    assert not [answer for answer in Answer.objects.all() if answer.words.startswith("later")]


@both_databases
def test_72_hours_later_unopened_answers_are_with_their_writers(pair, begun):
    check_in = factories.handed_in(begun, pair.alice_seat, now=NOW)
    last = check_in.starts_at + OPEN_FOR
    assert check_in.takes_answers(last - timedelta(microseconds=1))
    assert not check_in.takes_answers(last)
    assert check_in.was_returned(last)
    with pytest.raises(NoLongerOpenForAnswers):
        hand_in(check_in, pair.bob_seat, factories.answers(), last)
    assert readable(pair.bob, check_in, last) == set()
    assert readable(pair.alice, check_in, last) == {pair.alice}


def test_what_both_gave_before_the_time_stays_open_for_good(pair, ahead):
    factories.handed_in(ahead, pair.alice_seat, now=NOW)
    check_in = factories.handed_in(ahead, pair.bob_seat, now=NOW)
    years_later = NOW + timedelta(days=1000)
    assert check_in.is_open(years_later)
    assert not check_in.was_returned(years_later)


def test_a_cancelled_check_in_takes_no_answers(pair, ahead):
    factories.handed_in(ahead, pair.alice_seat, now=NOW)
    consent.end(ahead.agreement, pair.bob_seat, NOW)
    with pytest.raises(NoLongerOpenForAnswers):
        hand_in(ahead, pair.bob_seat, factories.answers(), NOW)
    assert readable(pair.bob, ahead) == set()


def test_a_cancelled_check_in_that_both_answered_never_opens(pair, ahead):
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(ahead, seat, now=NOW)
    consent.end(ahead.agreement, pair.bob_seat, NOW)
    check_in = CheckIn.objects.get(pk=ahead.pk)
    after = ahead.starts_at + timedelta(minutes=1)
    assert not check_in.is_open(after)
    assert check_in.was_returned(after)
    assert readable(pair.bob, check_in, after) == {pair.bob}


def test_no_reminder_depends_on_an_answer(pair, ahead):
    rows = list(Reminder.objects.order_by("pk").values())
    factories.handed_in(ahead, pair.alice_seat, now=NOW)
    assert list(Reminder.objects.order_by("pk").values()) == rows
    factories.handed_in(ahead, pair.bob_seat, now=NOW)
    assert list(Reminder.objects.order_by("pk").values()) == rows


def test_the_next_check_in_is_there_once_the_answers_open(pair):
    check_in = factories.opened_check_in(pair, NOW)
    following = CheckIn.objects.ahead(NOW).get()
    assert following.starts_at == check_in.starts_at + timedelta(days=7)


@both_databases
def test_take_aways_come_after_the_opening_and_are_one_each(pair, begun):
    with pytest.raises(NotOpenYet):
        keep_take_away(begun, pair.alice_seat, "x", NOW)
    check_in = factories.handed_in(factories.handed_in(begun, pair.alice_seat, now=NOW), pair.bob_seat, now=NOW)
    for words in ("first", "second"):
        keep_take_away(check_in, pair.alice_seat, words, NOW)
    keep_take_away(check_in, pair.bob_seat, "his", NOW)
    assert {row.words for row in TakeAway.objects.all()} == {"second", "his"}
    keep_take_away(check_in, pair.alice_seat, "  ", NOW)
    assert {row.words for row in TakeAway.objects.all()} == {"", "his"}


@pytest.mark.parametrize("other_words", ["what I really meant", "", " "])
def test_a_day_after_it_was_shared_a_take_away_is_fixed(pair, other_words):
    """Whoever looked: else what was said could be rewritten without a trace, and without an end."""
    check_in = factories.opened_check_in(pair, NOW)
    keep_take_away(check_in, pair.alice_seat, "first", NOW)
    keep_take_away(check_in, pair.alice_seat, "second", NOW + timedelta(hours=23))
    for hours in (24, 25, 24 * 300):
        with pytest.raises(Fixed):
            keep_take_away(check_in, pair.alice_seat, other_words, NOW + timedelta(hours=hours))
        keep_take_away(check_in, pair.alice_seat, "second", NOW + timedelta(hours=hours))
    keep_take_away(check_in, pair.bob_seat, "his, later", NOW + timedelta(hours=30))
    assert {row.words for row in TakeAway.objects.all()} == {"second", "his, later"}


@both_databases
def test_changing_a_take_away_does_not_put_the_day_off(pair):
    check_in = factories.opened_check_in(pair, NOW)
    for hours in range(0, 24, 6):
        keep_take_away(check_in, pair.alice_seat, f"after {hours} hours", NOW + timedelta(hours=hours))
    with pytest.raises(Fixed):
        keep_take_away(check_in, pair.alice_seat, "once more", NOW + timedelta(hours=24))


def test_emptying_a_take_away_does_not_put_the_day_off(pair, alice_client, bob_client):
    """Emptied and shared anew, it is fixed a day after it was first there; so it is if it stays empty."""
    shared = timezone.now() - timedelta(hours=23)
    check_in = factories.opened_check_in(pair, shared)
    keep_take_away(check_in, pair.alice_seat, "", shared)
    assert not TakeAway.objects.exists(), "nothing was shared yet"
    for seat in (pair.alice_seat, pair.bob_seat):
        keep_take_away(check_in, seat, "first", shared)
        keep_take_away(check_in, seat, " ", shared + timedelta(hours=22))
    keep_take_away(check_in, pair.alice_seat, "anew", shared + timedelta(hours=23))
    page = bob_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    assert 'name="words"' in page
    assert bob_client.get(f"/api/v1/check-ins/{check_in.pk}/").json()["my_take_away"] == ""
    day_after = shared + timedelta(hours=24)
    for seat in (pair.alice_seat, pair.bob_seat):
        with pytest.raises(Fixed):
            keep_take_away(check_in, seat, "once more", day_after)
    keep_take_away(check_in, pair.bob_seat, "  ", day_after)
    assert {row.words for row in TakeAway.objects.all()} == {"anew", ""}
    TakeAway.objects.update(shared_at=shared - timedelta(hours=2))
    assert "anew" in alice_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    assert 'name="words"' not in bob_client.get(f"/check-ins/{check_in.pk}/").content.decode()
    pair.left()
    assert bob_client.get(f"/api/v1/earlier/{pair.couple.pk}/").json()["own_take_aways"] == []


def test_the_page_shows_a_fixed_take_away_and_keeps_what_a_stale_page_sends(pair, alice_client):
    check_in = factories.opened_check_in(pair, timezone.now() - timedelta(hours=2))
    keep_take_away(check_in, pair.alice_seat, "first", timezone.now())
    address = f"/check-ins/{check_in.pk}/"
    assert 'name="words"' in alice_client.get(address).content.decode()
    TakeAway.objects.update(shared_at=timezone.now() - timedelta(hours=25))
    page = alice_client.get(address).content.decode()
    assert "first" in page
    assert 'name="words"' not in page
    late = alice_client.post(f"{address}take-away/", {"words": "typed last night"})
    assert late.status_code == 400
    assert "typed last night" in late.content.decode()
    assert str(Fixed.message) in late.content.decode()
    api = alice_client.put(f"/api/v1{address}take-away/", {"words": "else"}, "application/json")
    assert (api.status_code, api.json()["type"]) == (409, "/api/problems/fixed")


@pytest.mark.parametrize("words", ["今天很累", "אני צריך רגע", "🫂" * 500, "a\u0301\u200d"])
def test_any_script_comes_back_as_it_was(pair, begun, words):
    hand_in(begun, pair.alice_seat, {prompt: Given(words) for prompt in begun.prompts}, NOW)
    assert set(Answer.objects.values_list("words", flat=True)) == {words}


@both_databases
def test_the_database_keeps_one_answer_one_seal_and_one_take_away_each(pair):
    check_in = factories.opened_check_in(pair, NOW)
    keep_take_away(check_in, pair.alice_seat, "x", NOW)
    doubles = [
        Answer(couple=pair.couple, check_in=check_in, author=pair.alice, prompt="was_heavy"),
        Seal(couple=pair.couple, check_in=check_in, author=pair.alice, sealed_at=NOW),
        TakeAway(couple=pair.couple, check_in=check_in, author=pair.alice, words="y", shared_at=NOW),
    ]
    for double in doubles:
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()


def test_answers_are_encrypted_given_and_taken_with_the_verbs_only():
    """One rule decides about opening: nothing but the models and the verbs on answers reads when both were in."""
    from tests.helpers.processes import ROOT

    rooms = ("basics", "reminders", "couples", "agreements", "journal", "checkins", "pages", "config")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in {".py", ".html"}]
    readers = {
        str(path.relative_to(ROOT))
        for path in sources
        if "both_in_at" in path.read_text() and "migrations" not in path.parts
    }
    assert readers == {"checkins/rhythm/models.py", "checkins/answers/verbs.py"}
    assert opening.__doc__
