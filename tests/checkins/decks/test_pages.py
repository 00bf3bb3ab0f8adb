"""Pages of decks and the same in the API: what one chooses both see, what one finds fine nobody else."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from checkins.decks import verbs
from checkins.questions.models import Drawing, HeavyYes, OwnDeck, OwnQuestion, QuestionYes
from couples.people.models import User
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
PAGES = ("/decks/", "/decks/past/", "/decks/money/", "/check-ins/", "/today/")
CALLS = ("/decks/", "/decks/past/", "/decks/money/", "/check-ins/")


def html(person: User, path: str) -> str:
    return factories.signed_in(None, person).get(path).content.decode()


def all_seen(browser: Client, caller: Caller, *more: str) -> list[Any]:
    """Return every byte that a person gets of decks and talks, on pages and from the API."""
    pages = [without_chance(browser.get(path).content.decode()) for path in (*PAGES, *more)]
    return pages + [told(caller.get(path)) for path in (*CALLS, *more)]


def test_the_pages_name_every_deck_in_both_languages_and_say_what_is_heavy_in_words(pair: Pair) -> None:
    page = html(pair.alice, "/decks/")
    for title in ("Getting started", "Old hurts, at my own pace", "After a pause", "light", "middle", "heavy"):
        assert title in page
    assert not re.search(r"intensity|\b1/3\b", page)
    past = html(pair.alice, "/decks/past/")
    assert "comes when you both want it" in past
    assert "“Not today” is a full answer." in past
    assert 'href="/help/"' in past
    User.objects.filter(pk=pair.alice.pk).update(language="zh-hans")
    with translation.override("zh-hans"):
        page = html(User.objects.get(pk=pair.alice.pk), "/decks/past/")
    assert "旧伤，慢慢来" in page
    assert "这些题我可以" in page


def test_both_see_who_knows_whose_choice_at_once(pair: Pair, bob_client: Any) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    answer = bob_client.post("/decks/choose/", {"deck": "plans"}, follow=True)
    assert "Your questions come from there now" in answer.content.decode()
    assert "Rituals and plans" in html(pair.alice, "/check-ins/")
    assert Caller(pair.alice).get(f"/check-ins/{check_in.pk}/").json()["drawn"] == "plans_01"
    assert "There is no such choice" in bob_client.post("/decks/choose/", {"deck": "x"}, follow=True).content.decode()
    problem(Caller(pair.bob).put("/decks/choice/", {"deck": "x"}), 400, "invalid")
    assert Caller(pair.bob).put("/decks/choice/", {"deck": "start"}).json()["is_chosen"]


def test_the_others_switches_change_no_byte_until_a_heavy_question_is_drawn(pair: Pair) -> None:
    """Also once both are on: the deck reads the same."""
    check_in = factories.upcoming_check_in(pair, NOW)
    verbs.choose_deck(pair.alice_seat, "past", NOW)
    verbs.say_heavy_is_fine(pair.alice_seat, "past", True, NOW)
    own, caller = factories.signed_in(None, pair.alice), Caller(pair.alice)
    with time_machine.travel(NOW, tick=False):
        own.post("/decks/", {"title": "Us"})
        deck = OwnDeck.objects.get()
        own.post(f"/decks/{deck.pk}/", {"words": "Why?"})
        more = f"/decks/{deck.pk}/"
        talk = f"/check-ins/{check_in.pk}/"
        all_seen(own, caller, more, talk)
        before = all_seen(own, caller, more, talk)
        bob = factories.signed_in(None, pair.bob)
        for path in ("/decks/past/heavy/", f"/check-ins/questions/{OwnQuestion.objects.get().pk}/fine/"):
            for fine in ({"fine": "on"}, {}, {"fine": "on"}):
                bob.post(path, fine)
                assert all_seen(own, caller, more, talk) == before
        assert HeavyYes.objects.count() == 2
        assert QuestionYes.objects.count() == 2


def test_another_question_by_a_tap(pair: Pair, bob_client: Any) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    address = f"/check-ins/{check_in.pk}/"
    assert "When did I feel closest to you lately?" in html(pair.alice, address)
    for _twice in range(2):
        assert bob_client.post(f"{address}another-question/", {"seen": "start_01"}).status_code == 302
    assert "What is something you do that I would miss at once?" in html(pair.alice, address)
    assert Drawing.objects.count() == 2
    assert Caller(pair.bob).post(f"{address}another-question/", {"seen": "start_02"}).status_code == 204
    assert Caller(pair.alice).get(address).json()["drawn"] == "start_03"
    factories.opened_check_in(pair)
    assert "Another question" not in html(pair.alice, "/check-ins/")


def test_own_questions_on_pages_and_in_the_api(pair: Pair, bob_client: Any) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    key = {"Idempotency-Key": "once"}
    deck = alice.post("/decks/", {"title": "Us"}, **key).json()
    assert alice.post("/decks/", {"title": "Us"}, **key).json()["id"] == deck["id"]
    problem(alice.post("/decks/", {"title": " "}), 400, "invalid")
    problem(alice.post("/decks/", {"title": "x" * 61}), 400, "invalid")
    address = f"/decks/{deck['id']}/"
    written = alice.post(f"{address}prompts/", {"words": "What did\nwe laugh about?"}).json()
    assert (written["question"], written["is_fine"]) == ("What did we laugh about?", True)
    problem(alice.post(f"{address}prompts/", {"words": "x" * 201}), 400, "invalid")
    assert "x" * 201 in bob_client.post(address, {"words": "x" * 201}).content.decode(), "nothing typed is lost"
    [seen] = bob.get(f"{address}prompts/").json()["results"]
    assert (seen["question"], seen["is_fine"]) == ("What did we laugh about?", False)
    assert "What did we laugh about?" in html(pair.bob, address)
    assert bob.put(f"/decks/questions/{seen['id']}/", {"fine": True}).status_code == 204
    assert "Fine with you. Only you know." in html(pair.bob, address)
    assert bob.delete(f"/decks/questions/{seen['id']}/").status_code == 204
    assert "What did we laugh about?" not in html(pair.alice, address)
    problem(alice.put(f"/decks/questions/{seen['id']}/", {"fine": True}), 404, "not-found")
    assert alice.delete("/decks/start/").status_code == 404
    assert bob.delete(address).status_code == 204
    assert alice.get(address).status_code == 404


def test_a_deck_of_two_is_nobody_elses(pair: Pair, eve: User, charlie: User) -> None:
    deck = OwnDeck.objects.create(couple=pair.couple, author=pair.alice, title="Us", made_at=NOW)
    question = OwnQuestion.objects.create(couple=pair.couple, author=pair.alice, deck=deck, words="x", made_at=NOW)
    strangers = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    sam = Caller(strangers.alice)
    for key in (deck.pk, uuid.uuid4()):
        problem(sam.get(f"/decks/{key}/"), 404, "not-found")
        problem(sam.delete(f"/decks/{key}/"), 404, "not-found")
        problem(sam.put("/decks/choice/", {"deck": str(key)}), 400, "invalid")
    for key in (question.pk, uuid.uuid4()):
        problem(sam.put(f"/decks/questions/{key}/", {"fine": True}), 404, "not-found")
        problem(sam.delete(f"/decks/questions/{key}/"), 404, "not-found")
    for person in (eve, charlie):
        problem(Caller(person).get("/decks/"), 403, "not-connected")
    assert OwnQuestion.objects.count() == 1
