"""Phrases on pages and in the API; the sender's page tells nothing of what the other does short of an answer."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.calls.verbs import answer as answer_call
from agreements.phrases.models import TAKEN_BACK_WITHIN, OwnAnswer, OwnPhrase, SentPhrase
from couples.live.verbs import present_revision
from tests.api.conftest import Caller, problem
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 14, 40, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alice(pair: Pair, clock: time_machine.Traveller) -> Client:
    return factories.signed_in(None, pair.alice)


@pytest.fixture
def bob(pair: Pair, clock: time_machine.Traveller) -> Client:
    return factories.signed_in(None, pair.bob)


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def offers_on(html: str) -> list[tuple[str, str]]:
    return re.findall(r'name="offer" value="([^"]+)"[^>]*>([^<]+)<', html)


def told(client: Client, seat_id: int, path: str) -> tuple[str, str]:
    return without_chance(page(client, path)), present_revision(seat_id, NOW)


def test_one_tap_says_it_and_one_tap_answers(pair: Pair, alice: Client, bob: Client, clock) -> None:
    assert "I need to know you still care." in page(alice, "/ask/")
    tap = {"phrase": "are_we_ok", "submission": str(uuid.uuid4()), "couple": str(pair.couple.pk)}
    there = [alice.post("/ask/say/", tap)["Location"] for _ in range(2)]
    row = SentPhrase.objects.get()
    assert there == [f"/ask/said/{row.pk}/"] * 2
    hers = page(alice, there[0])
    assert "Are we all right?" in hers
    assert "You can take it back until" in hers
    assert "Are we all right?" in page(bob, "/today/")
    his = page(bob, there[0])
    assert [words for _value, words in offers_on(his)] == ["We are. More later."]
    assert ">We are. More later.</textarea>" in re.sub(r"\s*\n\s*", "", his)
    clock.shift(3 * MINUTE)
    # Whether he opens it, puts it away or looks elsewhere: her pages are the same to the byte, and do not move.
    before = [told(alice, pair.alice.pk, path) for path in (there[0], "/ask/", "/today/", "/notices/")]
    assert "You can take it back" not in before[0][0]
    page(bob, there[0])
    bob.post(f"{there[0]}put-away/", {"x": "x"})
    assert "Are we all right?" not in page(bob, "/today/")
    assert [told(alice, pair.alice.pk, path) for path in (there[0], "/ask/", "/today/", "/notices/")] == before
    empty = bob.post(there[0], {"words": " "})
    assert (empty.status_code, "Please fill this in." in empty.content.decode()) == (400, True)
    assert bob.post(there[0], {"words": "We are. Truly.", "keeps": "on"})["Location"] == there[0]
    for client in (alice, bob):
        html = page(client, there[0])
        assert "We are. Truly." in html
        assert "then it is gone for both of you" in html
    assert "We are. Truly." in page(alice, "/ask/")
    assert "We are. Truly." in page(bob, "/ask/own/")
    late = bob.post(there[0], {"words": "and more"})
    assert (late.status_code, "and more" in late.content.decode()) == (400, True)
    again = factories.said_phrase(pair.alice_seat, "are_we_ok")
    assert offers_on(page(bob, f"/ask/said/{again.pk}/"))[0] == ("own", "We are. Truly.")
    bob.post(f"/ask/said/{again.pk}/", {"offer": "own"})
    assert page(alice, "/ask/").count("We are. Truly.") == 2
    bob.post("/ask/own/answers/are_we_ok/forget/", {"x": "x"})
    assert not OwnAnswer.objects.exists()


def test_an_offer_is_one_tap_and_a_time_is_on_it(pair: Pair, bob: Client) -> None:
    row = factories.said_phrase(pair.alice_seat, "say_when", NOW)
    there = f"/ask/said/{row.pk}/"
    offers = offers_on(page(bob, there))
    assert len(offers) == 4
    assert bob.post(there, {"offer": "nonsense"}).status_code == 400
    bob.post(there, {"offer": offers[0][0], "words": ""})
    assert offers[0][1] in page(bob, there)
    assert NOW < datetime.fromisoformat(SentPhrase.objects.get().answer["at"]) < NOW + timedelta(hours=1)


def test_taken_back_it_is_gone_and_what_was_being_answered_is_not_lost(pair: Pair, alice: Client, bob: Client) -> None:
    row = factories.said_phrase(pair.alice_seat, "miss_you", NOW)
    there = f"/ask/said/{row.pk}/"
    for _ in range(2):
        assert alice.post(f"{there}take-back/", {"x": "x"})["Location"] == "/ask/"
    assert "Taken back." in page(alice, "/ask/")
    for client in (alice, bob):
        assert client.get(there).status_code == 404
        assert client.post(f"{there}put-away/", {"x": "x"}).status_code == 404
    html = bob.post(there, {"words": "I was typing"})
    assert html.status_code == 400
    assert "I was typing" in html.content.decode()
    assert "is not there any more" in html.content.decode()
    assert alice.post(there, {"words": "not to myself"}).status_code == 404
    for path in ("/ask/", "/today/", "/notices/"):
        assert there not in page(bob, path)


def test_what_cannot_go_now_is_kept_and_goes_by_a_tap(pair: Pair, alice: Client, clock) -> None:
    factories.paused(pair.bob_seat, 20, NOW)
    assert "What you tap is kept for you until then" in page(alice, "/ask/")
    alice.post("/ask/say/", {"phrase": "sorry"})
    html = page(alice, "/ask/")
    assert "You wanted to say" in html
    assert html.count("kept for you") == 1, "that is no fault, and is said once"
    assert all(f'href="{reverse(way)}"' in html for way in ("notice", "help")), "there are other ways on"
    assert "Send it now" not in html
    clock.shift(30 * MINUTE)
    assert "Send it now" in page(alice, "/ask/")
    assert not SentPhrase.objects.exists()
    alice.post("/ask/let-go/", {"x": "x"})
    assert "You wanted to say" not in page(alice, "/ask/")
    for body in ({}, {"phrase": "nothing"}, {"phrase": "x" * 41}, {"phrase": "sorry", "couple": str(uuid.uuid4())}):
        assert alice.post("/ask/say/", {"x": "x", **body})["Location"] == "/ask/"
    assert not SentPhrase.objects.exists()


def test_own_ones_are_added_changed_and_taken_away(pair: Pair, alice: Client, bob: Client) -> None:
    for words, said in (("x" * 141, "at most 140 characters; this has 141."), (" ", "Please fill this in.")):
        answer = alice.post("/ask/own/", {"words": words})
        assert (answer.status_code, said in answer.content.decode()) == (400, True)
    alice.post("/ask/own/", {"words": "Come\nand sit with me"})
    row = OwnPhrase.objects.get()
    there = f"/ask/own/{row.pk}/"
    assert "Come and sit with me" in page(alice, "/ask/")
    assert alice.post(there, {"words": ""}).status_code == 400
    assert alice.post(there, {"words": "Sit with me"})["Location"] == "/ask/own/"
    assert "Sit with me" in page(alice, there)
    assert (bob.get(there).status_code, bob.post(there, {"words": "x"}).status_code) == (404, 404)
    bob.post(f"{there}delete/", {"x": "x"})
    alice.post("/ask/say/", {"phrase": str(row.pk)})
    alice.post(f"{there}delete/", {"x": "x"})
    assert not OwnPhrase.objects.exists()
    assert "Sit with me" in page(bob, "/today/")


def test_i_need_stands_on_today_once_there_is_something_to_ask_for(pair: Pair, alice: Client, bob: Client) -> None:
    factories.agreed_cool_down(pair, NOW)
    assert "I need…" not in page(alice, "/today/")
    factories.agreed_response_rule(pair, NOW)
    assert "I need…" in page(alice, "/today/")
    assert "I need…" not in page(bob, "/today/"), "its author alone may ask by it"


def test_five_rules_stand_there_by_title_and_thanks_go_once_for_an_answer(
    pair: Pair, alice: Client, bob: Client
) -> None:
    rules = [factories.agreed_response_rule(pair, NOW, please=words) for words in "FEDCBA"]
    html = page(alice, "/ask/")
    there = [html.find(reverse("ask_rule", args=[rule.pk])) for rule in reversed(rules)]
    assert there[-1] == -1, "five at most"
    assert there[:5] == sorted(there[:5])
    assert "Something else" in html
    assert "Something else" not in page(bob, "/ask/")
    call = factories.called(rules[0], pair.alice_seat, now=NOW)
    answer_call(pair.bob_seat, call.pk, "I do.", False, NOW)
    html = page(alice, reverse("call", args=[call.pk]))
    assert "That helped" in html
    assert "That helped" not in page(bob, reverse("call", args=[call.pk]))
    for _ in range(2):
        alice.post("/ask/say/", {"phrase": "thank_you", "submission": str(call.pk)})
    assert [row.said["name"] for row in SentPhrase.objects.all()] == ["thank_you"]


def test_the_api_says_the_same(pair: Pair, clock) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    mine = alice.post("/phrases/", {"words": "Sit with me"}).json()
    assert mine["is_mine"]
    assert alice.put(f"/phrases/{mine['id']}/", {"words": "Sit here"}).json()["words"] == "Sit here"
    assert [each["words"] for each in alice.get("/phrases/").json()["results"]][:1] == ["Sit here"]
    problem(bob.get(f"/phrases/{mine['id']}/"), 404, "not-found")
    problem(bob.put(f"/phrases/{mine['id']}/", {"words": "x"}), 404, "not-found")
    problem(bob.delete(f"/phrases/{mine['id']}/"), 404, "not-found")
    problem(alice.post("/sent-phrases/", {"phrase": "nothing"}), 404, "not-found")
    sent = alice.post("/sent-phrases/", {"phrase": "a_hug"})
    there = f"/sent-phrases/{sent.json()['id']}/"
    assert sent["Location"].endswith(there)
    shown = bob.get(there).json()
    assert (shown["by"], shown["answer"], shown["taken_back_until"]) == ("partner", "", None)
    assert [each["words"] for each in shown["offers"]] == ["Coming.", "Tonight, a long one."]
    assert alice.get(there).json()["offers"] == []
    assert bob.get("/sent-phrases/").json()["results"][0]["words"] == "I could do with a hug."
    problem(bob.post(f"{there}answer/", {"words": ""}), 400, "invalid")
    problem(alice.post(f"{there}answer/", {"words": "x"}), 404, "not-found")
    assert bob.post(f"{there}answer/", {"offer": "1"}).json()["answer"] == "Tonight, a long one."
    problem(bob.post(f"{there}answer/", {"words": "x"}), 409, "fixed")
    problem(bob.delete(there), 404, "not-found")
    assert alice.delete(there).status_code == 204
    problem(bob.get(there), 404, "not-found")
    problem(bob.post(f"{there}answer/", {"words": "x"}), 409, "changed")
    again = alice.post("/sent-phrases/", {"phrase": mine["id"]}).json()
    clock.shift(TAKEN_BACK_WITHIN)
    problem(alice.delete(f"/sent-phrases/{again['id']}/"), 409, "fixed")
    factories.paused(pair.bob_seat, 20)
    problem(alice.post("/sent-phrases/", {"phrase": "a_hug"}), 409, "paused")
    assert alice.delete(f"/phrases/{mine['id']}/").status_code == 204
