"""The table on its pages and in the API, which say the same to both, and nothing before it opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from checkins.agenda.models import Topic
from checkins.answers.models import Answer
from checkins.answers.starting import start_without_writing
from checkins.rhythm.models import OPEN_FOR, CheckIn
from tests.api.conftest import Caller, problem
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
WAYS = ("", "ten-minutes/", "table/")


@pytest.fixture(autouse=True)
def _then() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browsers(pair: Pair) -> list[Client]:
    return [factories.signed_in(None, person) for person in (pair.alice, pair.bob)]


def html(client: Client, check_in: CheckIn, way: str = "") -> str:
    answer = client.get(f"/check-ins/{check_in.pk}/{way}")
    assert answer.status_code == 200
    return answer.content.decode()


def laid(pair: Pair) -> CheckIn:
    for number, seat in enumerate((pair.alice_seat, pair.alice_seat, pair.bob_seat)):
        factories.queued(seat, f"topic {number}", NOW - timedelta(minutes=9 - number))
    return factories.begun_check_in(pair, NOW)


def test_a_table_is_read_on_two_ways_once_it_is_open(pair: Pair, browsers: list[Client]) -> None:
    check_in = laid(pair)
    factories.handed_in(check_in, pair.bob_seat, "BOBS", NOW)
    notebook.noted(pair.bob_seat, "GOOD", NOW)
    page = f"/check-ins/{check_in.pk}/"
    for browser in browsers:
        for way in WAYS[1:]:
            assert browser.get(page + way)["Location"] == page
    problem(Caller(pair.alice).get(f"/check-ins/{check_in.pk}/table/"), 409, "not-open-yet")
    factories.handed_in(check_in, pair.alice_seat, "ALICES", NOW)
    first, short, whole = (html(browsers[0], check_in, way) for way in WAYS)
    assert "GOOD" in first
    assert "BOBS" not in first, "it is turned over first"
    assert "The whole table" not in first
    assert all("BOBS" in way and "End with a good word, aloud." in way for way in (short, whole))
    assert short.count('"auto">topic 1') == whole.count('"auto">topic 1') == 1, (
        "what ten minutes leave stands at their end"
    )
    assert "Also on the table" in short
    assert "Also on the table" not in whole
    assert "Rather this one" in first
    assert "Rather this one" not in html(browsers[1], check_in), "it is hers to pick"
    with time_machine.travel(NOW + OPEN_FOR, tick=False):
        later = html(factories.signed_in(None, pair.alice), check_in)
    assert all(words in later for words in ("GOOD", "BOBS", "topic 0", "topic 1", "topic 2"))
    assert "data-screen" not in later


def test_what_either_does_with_a_topic_leads_back_to_the_page_it_was_done_on(
    pair: Pair, browsers: list[Client]
) -> None:
    check_in, (alice, bob) = factories.handed_in(laid(pair), pair.bob_seat, now=NOW), browsers
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    page = f"/check-ins/{check_in.pk}/"
    first, second, _his = Topic.objects.order_by("queued_at")
    sent = {"check_in": str(check_in.pk), "page": "ten_minutes"}
    assert alice.post(f"/check-ins/topics/{second.pk}/pick/", sent)["Location"] == f"{page}ten-minutes/"
    assert bob.post(f"/check-ins/topics/{first.pk}/pick/", sent)["Location"] == f"{page}ten-minutes/", (
        "not his: nothing"
    )
    assert html(bob, check_in).index("topic 1") < html(bob, check_in).index("topic 0")
    there = sent | {"place": "topics"}
    assert bob.post(f"/check-ins/topics/{second.pk}/next-time/", there)["Location"] == f"{page}ten-minutes/#topics"
    assert all("topic 1" not in html(browser, check_in, way) for browser in browsers for way in WAYS)
    broken = alice.post(f"/check-ins/topics/{second.pk}/next-time/", sent | {"page": "elsewhere"})
    assert broken["Location"] == "/check-ins/topics/"
    shared = alice.post(f"{page}take-away/", {"words": "Tea first.", **sent})
    assert shared["Location"] == f"{page}ten-minutes/#wishes"
    assert "Tea first." in html(bob, check_in)


def test_the_api_prints_the_same_table_to_both(pair: Pair) -> None:
    check_in = factories.handed_in(laid(pair), pair.bob_seat, "his", NOW)
    factories.handed_in(check_in, pair.alice_seat, "hers", NOW)
    callers = [Caller(person) for person in (pair.alice, pair.bob)]
    hers, his = (caller.get(f"/check-ins/{check_in.pk}/table/").json()["items"] for caller in callers)
    assert [item["key"] for item in hers] == [item["key"] for item in his]
    assert [item["part"] for item in hers] == ["good", "topics", "topics", "topics", "question", "wishes"]
    assert [item["in_ten_minutes"] for item in hers] == [2, 2, None, 2, 3, 1]
    asked = [item["questions"][0]["answers"] for item in (hers[4], his[4])]
    assert [[answer["by"] for answer in each] for each in asked] == [["me", "partner"], ["partner", "me"]]
    assert [[answer["words"] for answer in each] for each in asked] == [["hers: was_heavy", "his: was_heavy"]] * 2
    picked = Topic.objects.get(queued_at=NOW - timedelta(minutes=8))
    assert callers[0].post(f"/topics/{picked.pk}/pick/").status_code == 204
    problem(callers[1].post(f"/topics/{picked.pk}/pick/"), 404, "not-found")
    again = callers[1].get(f"/check-ins/{check_in.pk}/table/").json()["items"]
    assert [item["in_ten_minutes"] for item in again] == [2, None, 2, 2, 3, 1]


def test_two_who_started_without_writing_find_it_too(pair: Pair, browsers: list[Client]) -> None:
    check_in = factories.handed_in(laid(pair), pair.bob_seat, "SEALED", NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(check_in, seat, NOW)
    pages = [html(browsers[0], check_in, way) for way in WAYS]
    assert "The table" in pages[0]
    assert "Ask each other, aloud." in pages[1]
    assert all("What we ask each other" in page for page in pages), "what was heavy lies there too"
    assert "What was heavy for me" in pages[0]
    assert "Something to talk about" in pages[0], "what waits is for its writer to find"
    assert not any("SEALED" in page or "topic 2" in page for page in pages)
    items = Caller(pair.alice).get(f"/check-ins/{check_in.pk}/table/").json()["items"]
    assert [item["key"] for item in items] == ["good", "question", "wishes"]


def test_a_table_costs_the_same_with_one_and_with_twenty_topics(pair: Pair, browsers: list[Client]) -> None:
    factories.queued(pair.bob_seat, "one", NOW)
    check_in = factories.opened_check_in(pair, NOW)
    api = Caller(pair.alice)

    def costs() -> list[int]:
        return [_queries(lambda way=way: html(browsers[0], check_in, way)) for way in WAYS] + [
            _queries(lambda: api.get(f"/check-ins/{check_in.pk}/table/"))
        ]

    with_one = costs()
    for number in range(19):
        author = pair.alice if number % 2 else pair.bob
        Topic.objects.create(couple=pair.couple, author=author, words="more", queued_at=NOW, check_in=check_in)
    assert costs() == with_one
    assert max(with_one) <= 22, with_one


def _queries(act: Any) -> int:
    act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_what_stays_ones_own_lies_folded_at_the_table(pair: Pair, browsers: list[Client]) -> None:
    """The other sits beside: what was taken along to a talk that does not ask it must not lie open on the screen."""
    check_in = laid(pair)
    not_asked = {"couple": pair.couple, "author": pair.alice, "prompt": "start_09", "words": "MY-OWN"}
    Answer.objects.create(check_in=check_in, **not_asked)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=NOW)
    for way in WAYS:
        hers, his = (html(browser, check_in, way) for browser in browsers)
        before = hers.partition("MY-OWN")[0]
        assert before != hers
        assert before.rfind("<details>") > before.rfind("</details>"), way
        assert "MY-OWN" not in his
