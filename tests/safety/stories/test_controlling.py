"""He uses what is there for two to rule one: rules, trials, pauses, work, questions, talks."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.ending import close_all_over, end
from agreements.letters.models import Agreement
from agreements.pauses import limits
from agreements.pauses.verbs import NotMyPause, return_early, start_pause
from agreements.responsibilities.verbs import swap
from checkins.decks.own_verbs import add_question, make_deck, take_question_away
from checkins.decks.verbs import say_heavy_is_fine
from checkins.moving.talk_now import ask_for_talk
from checkins.questions.models import HeavyYes, OwnQuestion
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from journal.copies.showing import copies_of
from journal.copies.verbs import take_back
from reminders.housekeeping import keep_house
from tests.agreements.calls.test_gone import holding
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def test_he_writes_be_home_by_seven_and_show_me_your_phone(pair: Pair, bob_client: Client) -> None:
    """A hint says so while he types, and leads to help; it binds her only if she says yes to these words."""
    asked = {"please": "You must be home by seven. Show me your phone when I ask."}
    hint = bob_client.post(reverse("wording_hint", args=["please"]), asked).content.decode()
    assert "Agreements here ask for no proof, codes or whereabouts." in hint
    assert 'href="/help/"' in hint
    letter = factories.proposed("response_rule", pair.bob_seat, NOW, **asked)
    assert not factories.fresh(letter).is_in_force


def test_he_sets_a_boundary_that_binds_her_alone(pair: Pair) -> None:
    words = {"about": "evenings", "fine": "", "not_fine": "going out"}
    for who in ("other", "you", "alice"):
        assert "goes_for" in kind_named("boundary").form_class({**words, "goes_for": who}).errors
    hers = factories.proposed("boundary", pair.alice_seat, NOW, goes_for="author")
    with pytest.raises(consent.NotYours):
        factories.amended(hers, pair.bob_seat, NOW, not_fine="going out")


def test_he_suggests_the_same_over_and_over(pair: Pair) -> None:
    """A no needs no reason and costs nothing; nothing comes into force by asking often."""
    for number in range(5):
        letter = factories.proposed("response_rule", pair.bob_seat, NOW + number * DAY, please="be home by seven")
        consent.decline(letter, pair.alice_seat, 1, NOW + number * DAY)
    assert not Agreement.objects.exclude(in_force=None).exists()


def test_he_takes_her_silence_for_a_yes(pair: Pair) -> None:
    letter = factories.proposed("response_rule", pair.bob_seat, NOW - 400 * DAY)
    keep_house(NOW)
    close_all_over(NOW)
    assert not factories.fresh(letter).is_in_force


def test_he_lets_a_trial_run_on_by_saying_nothing(pair: Pair) -> None:
    begun = datetime(2026, 2, 1, 12, tzinfo=UTC)
    tried = factories.agreed("response_rule", pair, begun, trial_until=date(2026, 3, 1))
    close_all_over(datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert factories.fresh(tried).ended_at


def test_he_will_not_let_an_agreement_end(pair: Pair) -> None:
    """She ends it alone, at once, without a reason; and what else is agreed stays as it is."""
    rule, other = factories.agreed_response_rule(pair, NOW), factories.agreed_cool_down(pair, NOW)
    end(rule, pair.alice_seat, NOW)
    assert factories.fresh(rule).ended_at
    assert factories.fresh(other).is_in_force


def test_he_pauses_without_end(pair: Pair) -> None:
    with pytest.raises(limits.PauseRefused):
        start_pause(pair.bob_seat, NOW + timedelta(hours=25), NOW)
    factories.paused(pair.bob_seat, 24 * 60, NOW)
    with pytest.raises(limits.PauseRefused):
        start_pause(pair.bob_seat, NOW + timedelta(hours=36), NOW + timedelta(hours=25))


def test_he_cuts_the_pause_that_she_took(pair: Pair) -> None:
    pause = factories.paused(pair.alice_seat, 60, NOW)
    with pytest.raises(NotMyPause):
        return_early(pause.pk, pair.bob_seat, NOW + timedelta(minutes=5))
    pause.refresh_from_db()
    assert pause.ended_at is None


def test_he_pauses_so_that_she_cannot_leave(pair: Pair, alice_client: Client) -> None:
    factories.paused(pair.bob_seat, 24 * 60)
    for path in (
        "/help/",
        "/help/two-weeks/",
        "/safety/",
        "/mine/",
        "/settings/export/",
        "/settings/erase/",
        "/leave/",
    ):
        assert alice_client.get(path).status_code == 200, path
    rule = factories.agreed_response_rule(pair)
    alice_client.post(f"/agreements/{rule.pk}/end/", {"version": "1"})
    assert factories.fresh(rule).ended_at
    assert leaving.leave(pair.alice_seat, timezone.now())


def test_he_hands_his_work_to_her(pair: Pair) -> None:
    bills = factories.agreed("responsibility", pair, NOW, notice="other", plan="other", do="other")
    before = factories.fresh(bills).in_force
    swap(pair.bob_seat, bills.pk, None, uuid.uuid4(), NOW)
    assert factories.fresh(bills).in_force == before, "a letter, until she says yes"


def test_he_writes_questions_that_shame_her(pair: Pair) -> None:
    """Nobody is asked what was not fine with both, and either takes a question away without a word."""
    deck = make_deck(pair.bob_seat, "About Alice", uuid.uuid4(), NOW)
    question = add_question(pair.bob_seat, deck.pk, "Why does Alice lie?", uuid.uuid4(), NOW)
    assert not OwnQuestion.objects.filter(deck=deck).fine_with_both().exists()
    take_question_away(pair.alice_seat, question.pk, NOW)
    assert not OwnQuestion.objects.filter(deck=deck).exists()


def test_he_wants_the_heavy_questions_asked(pair: Pair, alice_client: Client) -> None:
    """His word for them counts with hers alone, and neither learns of the other's."""
    before = without_chance(alice_client.get("/decks/past/").content.decode())
    say_heavy_is_fine(pair.bob_seat, "past", True, NOW)
    assert list(HeavyYes.objects.values_list("person", flat=True)) == [pair.bob.pk]
    assert without_chance(alice_client.get("/decks/past/").content.decode()) == before


def test_he_forces_a_talk_now(pair: Pair) -> None:
    ask_for_talk(pair.bob_seat, NOW)
    assert not CheckIn.objects.exists(), "asking begins none"
    keep_house(NOW + DAY)
    assert not CheckIn.objects.exists()


def test_he_made_her_show_him_something(pair: Pair, bob_client: Client) -> None:
    """She takes it back alone, and it is gone from every page of his at once."""
    entry = notebook.felt(pair.alice, "uneasy", NOW, text="CANARY")
    copy = notebook.shown_of(pair.alice_seat, entry, "everything", NOW)
    assert "CANARY" in bob_client.get(f"/copies/{copy.pk}/").content.decode()
    take_back(pair.alice_seat, copy.pk, NOW)
    assert bob_client.get(f"/copies/{copy.pk}/").status_code == 404
    assert list(copies_of(pair.bob_seat, NOW)) == []


def test_he_keeps_her_calls_as_evidence(pair: Pair) -> None:
    """Seven days after one is closed no row holds a word of it, nor that it was."""
    rule = factories.agreed_response_rule(pair, NOW - DAY)
    call = calling.ask(pair.alice_seat, rule.pk, "CANARY", uuid.uuid4(), NOW)
    calling.close(pair.alice_seat, call.pk, NOW)
    keep_house(NOW + 8 * DAY)
    assert holding("CANARY", str(call.pk)) == set()


def test_he_reads_her_answers_before_he_has_written_his(pair: Pair, bob_client: Client) -> None:
    check_in = factories.handed_in(factories.begun_check_in(pair, NOW), pair.alice_seat, "CANARY", NOW)
    for path in (f"/check-ins/{check_in.pk}/", f"/check-ins/{check_in.pk}/table/", f"/api/v1/check-ins/{check_in.pk}/"):
        assert "CANARY" not in bob_client.get(path, follow=True).content.decode(), path
