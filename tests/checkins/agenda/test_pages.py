"""Topics on pages and in the API, which say the same; before the opening nothing there tells of the other's."""

from __future__ import annotations

import uuid
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from checkins.agenda.models import Topic
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

NOW = timezone.now().replace(microsecond=0)


def test_queuing_and_opening_on_pages(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    check_in = factories.upcoming_check_in(pair, NOW)
    page = f"/check-ins/{check_in.pk}/"
    sent = {"words": "your mother's visit", "submission": str(uuid.uuid4()), "check_in": str(check_in.pk)}
    for _ in range(2):
        assert alice_client.post("/check-ins/topics/", sent)["Location"] == page
    alice_client.post("/check-ins/topics/", {"words": "tea & money", "announced": "on"})
    assert Topic.objects.count() == 2
    html = alice_client.get(page).content.decode()
    assert "your mother&#x27;s visit" in html
    assert "Save it for" in html
    for path in (page, "/check-ins/topics/"):
        html = bob_client.get(path).content.decode()
        assert "would like to talk about:" in html
        assert "tea &amp; money" in html
        assert "mother" not in html
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=NOW)
    with time_machine.travel(check_in.starts_at, tick=False):
        alice_client, bob_client = (factories.signed_in(None, person) for person in (pair.alice, pair.bob))
        html = bob_client.get(f"{page}table/").content.decode()
        assert "your mother&#x27;s visit" in html
        assert html.count("Next time") == 2
        assert "Let it go" not in html
        [moved, stays] = Topic.objects.order_by("queued_at")
        assert (
            bob_client.post(f"/check-ins/topics/{moved.pk}/next-time/", {"check_in": str(check_in.pk)})["Location"]
            == page
        )
        assert "mother" not in bob_client.get(page).content.decode()
        assert "mother" in alice_client.get("/check-ins/topics/").content.decode()
        alice_client.post(f"/check-ins/topics/{stays.pk}/let-go/", {"check_in": str(check_in.pk)})
        assert "tea &amp; money" not in bob_client.get(page).content.decode()
        for name in ("let-go", "next-time", "keep-on"):  # gone already: a second tap says nothing
            assert (
                alice_client.post(f"/check-ins/topics/{stays.pk}/{name}/", {"x": "x"})["Location"]
                == "/check-ins/topics/"
            )


def test_what_is_typed_is_kept_and_what_is_refused_comes_back(pair: Pair, alice_client: Client) -> None:
    kept = alice_client.post("/check-ins/topics/keep/", {"words": "half a li"}, headers={"HX-Request": "true"})
    assert "Kept. Only you can read it." in kept.content.decode()
    assert "half a li" in alice_client.get("/check-ins/topics/").content.decode()
    for words, said in (("x" * 281, "at most 280 characters; this has 281."), ("  ", "Please fill this in.")):
        answer = alice_client.post("/check-ins/topics/", {"words": words})
        assert answer.status_code == 400
        assert said in answer.content.decode()
    sent = {"words": "a line", "submission": str(uuid.uuid4())}
    alice_client.post("/check-ins/topics/", sent)
    alice_client.post("/check-ins/topics/keep/", sent | {"words": "half a li"})  # was on its way when it was queued
    assert "half a li" not in alice_client.get("/check-ins/topics/").content.decode()
    page = f"/check-ins/topics/{Topic.objects.get().pk}/"
    talk = factories.opened_check_in(pair, NOW)
    late = alice_client.post(page, {"words": "a longer line"})
    assert late.status_code == 400
    assert "a longer line" in late.content.decode()
    assert "Your talk has opened with this" in late.content.decode()
    assert alice_client.get(page)["Location"] == f"/check-ins/{talk.pk}/", "a talk opened with it"
    assert factories.signed_in(None, pair.bob).get(page).status_code == 404


def test_a_letter_after_two_rounds_is_saved_from_its_page(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    letter = factories.proposed_rule(pair)
    page, save = f"/agreements/{letter.pk}/", f"/check-ins/topics/letters/{letter.pk}/"
    for number, seat in enumerate((pair.bob_seat, pair.alice_seat, pair.bob_seat)):
        assert save not in alice_client.get(page).content.decode()
        assert alice_client.get(save).status_code == 404
        assert alice_client.post(save, {"words": "x"}).status_code == 400
        factories.amended(letter, seat, please=f"line {number}")
    assert f'hx-get="{save}"' in bob_client.get(page).content.decode()
    in_place = alice_client.get(save, headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in in_place
    assert "Save it for our next talk" in in_place
    before = bob_client.get(save).content
    assert alice_client.post(save, {"words": ""})["Location"] == page
    assert "You saved this for a talk" in alice_client.get(save).content.decode()
    assert _without_keys(bob_client.get(save).content) == _without_keys(before)


def _without_keys(html: bytes) -> list[bytes]:
    return [line for line in html.splitlines() if b"csrf" not in line]


def test_the_api_says_the_same(pair: Pair) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    check_in = factories.upcoming_check_in(pair, NOW)
    talk = f"/check-ins/{check_in.pk}/"
    with time_machine.travel(NOW, tick=False):
        before = [told(bob.get(path)) for path in (talk, "/check-ins/", "/topics/", "/notices/")]
        made = alice.post("/topics/", {"words": "holidays"}, Idempotency_Key="x")
        assert made.status_code == 201
        assert alice.post("/topics/", {"words": "holidays"}, Idempotency_Key="x").json() == made.json()
        problem(alice.post("/topics/", {"words": "x"}, Idempotency_Key="x"), 422, "key-reused")
        gone = alice.post("/topics/", {"words": "let go"}).json()
        assert alice.delete(f"/topics/{gone['id']}/").status_code == 204
        assert alice.put(f"/topics/{made.json()['id']}/", {"words": "our holidays"}).json()["words"] == "our holidays"
        pause = factories.paused(pair.alice_seat, now=NOW)
        saved = alice.put(f"/topics/pauses/{pause.pk}/", {"words": "the dishes"}).json()
        assert [each["words"] for each in alice.get("/topics/").json()["results"]] == ["the dishes", "our holidays"]
        assert [told(bob.get(path)) for path in (talk, "/check-ins/", "/topics/", "/notices/")] == before
        problem(alice.put(f"/topics/letters/{check_in.agreement_id}/", {"words": ""}), 409, "not-open-yet")
        for seat in (pair.alice_seat, pair.bob_seat):
            factories.handed_in(check_in, seat, now=NOW)
    with time_machine.travel(check_in.starts_at, tick=False):
        opened = Caller(pair.bob).get(talk).json()["topics"]
        assert [(item["about"], item["topics"][0]["words"]) for item in opened] == [
            ("What we paused", "the dishes"),
            ("", "our holidays"),
        ]
        assert Caller(pair.bob).post(f"/topics/{saved['id']}/next-time/").status_code == 204
        [again] = Caller(pair.alice).get("/topics/").json()["results"]
        assert again["id"] == saved["id"]
    with time_machine.travel(check_in.starts_at + timedelta(days=1), tick=False):
        problem(Caller(pair.alice).delete(f"/topics/{made.json()['id']}/"), 409, "fixed")


def test_after_leaving_each_topic_is_its_writers_alone(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    factories.queued(pair.alice_seat, "hers, and told", is_announced=True)
    factories.queued(pair.bob_seat, "his, and open")
    factories.opened_check_in(pair)
    factories.queued(pair.bob_seat, "his, and still waiting")
    address = f"/earlier/{pair.left().couple.pk}/"
    for client, caller, own, others in (
        (alice_client, Caller(pair.alice), ["hers, and told"], "his"),
        (bob_client, Caller(pair.bob), ["his, and open", "his, and still waiting"], "hers"),
    ):
        html = client.get(address).content.decode()
        assert all(words in html for words in own)
        assert f"{others}, and" not in html
        assert [topic["words"] for topic in caller.get(address).json()["own_topics"]] == own
