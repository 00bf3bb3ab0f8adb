"""Taking turns on pages and in the API, which say the same."""

from __future__ import annotations

import re

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.pauses.models import Pause
from agreements.pauses.offers import first_offer
from checkins.agenda.models import Topic
from checkins.rhythm.models import CheckIn
from couples.people.models import User
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

NOW = timezone.now().replace(microsecond=0)


def shown(client: Client, address: str) -> tuple[str, dict[str, str]]:
    """Return what a step says, and what its form sends."""
    html = client.get(address).content.decode()
    sentence = re.sub(r"<[^>]+>", "", re.findall(r"<h1>(.*?)</h1>", html, re.DOTALL)[0])
    fields = re.findall(r'<input type="hidden" name="(mark|item)" value="([^"]*)"', html.partition("turn-stop")[0])
    return sentence, dict(fields)


def test_two_browsers_walk_through_one_item(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    talk = f"/check-ins/{factories.opened_check_in(pair, NOW).pk}/talk/"
    walked = []
    for number in range(9):
        (sentence, fields), theirs = shown(alice_client, talk), shown(bob_client, talk)
        assert theirs == (sentence, fields)
        walked.append((fields["item"], sentence))
        for client in (alice_client, bob_client):  # both tap
            assert client.post(talk, {**fields, "tap": "go_on", "minutes": "3"})["Location"] == talk
        assert number or "About three minutes." in alice_client.get(talk).content.decode()
    assert [said for _key, said in walked[:3]] == [
        "Alice begins.",
        "Alice speaks. Bob listens.",
        "Bob: say back what you heard.",
    ]
    assert walked[8] == ("question", "Bob begins.")
    for sent in ({}, {"mark": "x"}, {**fields, "tap": "x"}, {**fields, "minutes": "4"}):
        assert alice_client.post(talk, {"x": "x", **sent}).status_code == 400


def test_turning_to_something_else_and_stopping(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    topic = factories.queued(pair.alice_seat, "tea & money", NOW)
    talk = f"/check-ins/{factories.opened_check_in(pair, NOW).pk}/talk/"
    key = f"topic:{topic.pk}"
    offered = re.findall(
        r'name="item" value="([^"]+)"', alice_client.get(talk.replace("talk", "table")).content.decode()
    )
    assert offered == [key, "question"]
    assert alice_client.post(f"{talk}about/", {"item": key})["Location"] == talk
    fields = shown(bob_client, talk)[1]
    assert fields["item"] == key
    step = bob_client.get(talk).content.decode()
    assert "tea &amp; money" in step
    assert f'<p class="quiet">Pause {first_offer(pair.bob_seat, timezone.now()).label}</p>' in step, (
        "how long it stops for"
    )
    bob_client.post(talk, fields)
    assert bob_client.post(f"{talk}stop/", {"item": key})["Location"] == "/pause/"
    assert Pause.objects.get().started_by == pair.bob
    assert Topic.objects.get().check_in is None
    paused = alice_client.get(talk).content.decode()
    assert 'href="/pause/"' in paused
    assert "turn-taps" in paused
    assert "Let&#x27;s begin" not in paused
    assert alice_client.post(f"{talk}about/", {"item": "x" * 61})["Location"] == talk


def test_without_a_table_it_leads_to_the_talk_whatever_the_other_did(pair: Pair, alice_client: Client) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    page = f"/check-ins/{check_in.pk}/"
    answers = []
    for _time in range(2):
        for path, sent in (("talk/", {"mark": str(check_in.pk)}), ("talk/about/", {"item": "good"})):
            answers.append(
                (alice_client.get(f"{page}talk/")["Location"], alice_client.post(page + path, sent)["Location"])
            )
        factories.handed_in(check_in, pair.bob_seat, now=NOW)
    assert set(answers) == {(page, page)}


def test_a_step_costs_the_same_with_one_topic_and_with_three(pair: Pair, alice_client: Client) -> None:
    costs = []
    for number in (1, 3):
        for place in range(number):
            factories.queued(pair.alice_seat, f"{number} {place}", NOW)
        CheckIn.objects.update(cancelled_at=NOW)
        talk = f"/check-ins/{factories.opened_check_in(pair, NOW).pk}/talk/"
        with CaptureQueriesContext(connection) as queries:
            assert alice_client.get(talk).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_api_says_the_same(pair: Pair) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    begun = factories.begun_check_in(pair, NOW)
    talk = f"/check-ins/{begun.pk}/talk/"
    with time_machine.travel(NOW, tick=False):
        problem(alice.get(talk), 409, "not-open-yet")
        problem(alice.post(talk, {"mark": str(begun.pk)}), 409, "not-open-yet")
        for seat in (pair.alice_seat, pair.bob_seat):
            factories.handed_in(begun, seat, now=NOW)
        first = alice.get(talk).json()
        assert told(bob.get(talk)) == told(alice.get(talk))
        assert (first["part"], first["item"]["key"], first["speaker"]["name"]) == ("ready", "good", "Alice")
        sent = {"mark": first["mark"], "item": "good", "minutes": 10}
        speaks = bob.post(talk, sent).json()
        assert alice.post(talk, sent).json() == speaks
        assert (speaks["sentence"], speaks["minutes"]) == ("Alice speaks. Bob listens.", 10)
        problem(alice.post(talk, {"mark": first["mark"], "tap": "x"}), 400, "invalid")
        other = alice.post(f"{talk}about/", {"item": "wishes"}).json()
        assert (other["part"], other["item"]["key"]) == ("ready", "wishes")
        assert bob.post(f"{talk}stop/", {"item": "wishes"}).status_code == 204
        assert bob.get("/pause/").json()["running"]["is_mine"] is True
        assert alice.get("/pause/").json()["running"]["needed_by"] == "Bob"


def test_back_from_a_pause_once_both_have_read_what_they_wrote(
    pair: Pair, alice_client: Client, bob_client: Client, charlie: User
) -> None:
    pause = factories.over_pause(pair.alice_seat)
    page, api = (f"{room}/pause/{pause.pk}/talk/" for room in ("", "/api/v1"))
    alice, sam = Caller(pair.alice), factories.connected_couple(factories.person("Sam"), factories.person("Toni")).alice
    for seat in (pair.alice_seat, pair.bob_seat):
        assert alice_client.get(page)["Location"] == "/pause/back/"
        assert page not in bob_client.get("/pause/back/").content.decode()
        problem(alice.get(api), 409, "not-open-yet")
        factories.written_after(pause, seat, "the rain")
    assert f'action="{page}"' in bob_client.get("/pause/back/").content.decode()
    sentence, fields = shown(alice_client, page)
    assert (sentence, fields["item"], alice.get(api).json()["sentence"]) == ("Alice begins.", "pause", "Alice begins.")
    assert "Something else on the table" not in alice_client.get(page).content.decode()
    assert bob_client.post(page, fields)["Location"] == page
    speaks = alice.post(api, fields).json()
    assert (speaks["part"], speaks["others"]) == ("speaks", [])
    for other, status in ((sam, 404), (charlie, 403)):
        assert [Caller(other).get(api).status_code, Caller(other).post(api, fields).status_code] == [status] * 2
        assert Caller(other).post(f"{api}stop/", {}).status_code == status
    assert alice.post(f"{api}stop/", {"item": "pause"}).status_code == 204
    assert bob_client.get(page)["Location"] == "/pause/back/"
    assert bob_client.post(f"{page}stop/", {"item": "pause"})["Location"] == "/pause/"
    assert Pause.objects.count() == 2
