"""When the next one is, on the agreement's page; another time, and leaving it out, by page and by API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.letters.models import Agreement
from checkins.moving.showing import times_of
from checkins.rituals.models import Occasion
from checkins.rituals.moving import MovableOccasion
from reminders.kinds import find_kind
from reminders.models import Notice
from tests.api.conftest import Caller
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 10, 0, tzinfo=UTC)  # a Wednesday, 11:00 in Berlin
FRIDAY = datetime(2027, 3, 5, 18, 0, tzinfo=UTC)  # 19:00 in Berlin
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def supper(pair: Pair) -> Agreement:
    return agreed(pair)


def agreed(pair: Pair, kind: str = "ritual", **values: Any) -> Agreement:
    said = {"what": "supper", "every": "week", "weekday": 4, "at": "19:00", "trial_until": None, **values}
    return factories.agreed(kind, pair, NOW, **said)


def both(pair: Pair) -> tuple[Client, Client]:
    return factories.signed_in(None, pair.alice), factories.signed_in(None, pair.bob)


def text(client: Client, address: str, **headers: Any) -> str:
    return client.get(address, **headers).content.decode()


def next_of(agreement: Agreement) -> str:
    return f"/agreements/{agreement.pk}/next/"


def test_the_agreements_page_has_the_way_to_it(pair: Pair, supper: Agreement) -> None:
    alice, _bob = both(pair)
    assert f'hx-get="{next_of(supper)}"' in text(alice, f"/agreements/{supper.pk}/")
    whole, part = text(alice, next_of(supper)), text(alice, next_of(supper), **HTMX)
    assert "The next one: Friday, 19:00." in part
    assert "The next one: Friday, 19:00." in whole
    assert "<html" in whole
    assert "<html" not in part
    without = agreed(pair, at=None)
    assert "It has no clock time" in text(alice, next_of(without))


def test_another_time_becomes_the_time_once_both_say_yes(pair: Pair, supper: Agreement) -> None:
    alice, bob = both(pair)
    key = Occasion.objects.get().pk
    page = text(alice, f"/occasions/{key}/move/")
    assert "So far: Friday, 19:00." in page
    assert "Another time for all of them" in page
    sent = alice.post(f"/occasions/{key}/move/", {"day": "2027-03-06", "at": "18:00", "line": "a train"})
    assert sent["Location"] == f"/agreements/{supper.pk}/"
    assert "You suggested Saturday, 18:00." in text(alice, next_of(supper))
    his = text(bob, next_of(supper))
    assert "Alice</bdi> suggests Saturday, 18:00 instead of Friday, 19:00." in his
    assert "a train" in his
    assert "Another time: supper" in text(bob, "/today/")
    asked = times_of(MovableOccasion(Occasion.objects.get()), pair.bob_seat, NOW).suggestion
    assert asked
    assert asked.page == next_of(supper), "without a script the agreement's own page has nothing to answer"
    move = Caller(pair.bob).get(f"/occasions/{key}/move/").json()["suggestion"]
    bob.post(f"/occasions/{key}/move/accept/", {"move": move["id"]})
    mine = text(alice, next_of(supper))
    assert "The next one: Saturday, 18:00." in mine
    assert "(instead of Friday, 19:00)" in mine
    assert told("moved") == [("Alice", "Another time, Saturday, 18:00: supper.")]


def told(kind: str) -> list[tuple[str, str]]:
    """Return who is told what in the app."""
    send_due(NOW, ["in_app"])
    rows, found = list(Notice.objects.filter(kind=kind).select_related("user")), find_kind(kind)
    assert found
    lines = found.lines(rows, NOW)
    return [(row.user.name, lines[row.pk].text) for row in rows if row.pk in lines]


def test_it_is_left_as_it_is_and_taken_back(pair: Pair, supper: Agreement) -> None:
    alice, bob = both(pair)
    key = Occasion.objects.get().pk
    for who, how in ((bob, "decline"), (alice, "take-back")):
        alice.post(f"/occasions/{key}/move/", {"day": "2027-03-06", "at": "18:00", "line": ""})
        move = Caller(pair.bob).get(f"/occasions/{key}/move/").json()["suggestion"]["id"]
        who.post(f"/occasions/{key}/move/{how}/", {"move": move})
        assert Occasion.objects.get().starts_at == FRIDAY
        assert Caller(pair.bob).get(f"/occasions/{key}/move/").json()["suggestion"] is None
    assert bob.post(f"/occasions/{key}/move/accept/", {"move": move})["Location"] == f"/occasions/{key}/move/"


def test_left_out_both_read_it_with_the_line(pair: Pair, supper: Agreement) -> None:
    alice, bob = both(pair)
    key = Occasion.objects.get().pk
    page = text(alice, f"/occasions/{key}/leave-out/")
    assert "Leave this one out?" in page
    assert "What you wrote" not in page, "nothing is written for it"
    seen = int(FRIDAY.timestamp())
    assert alice.post(f"/occasions/{key}/leave-out/", {"seen": seen + 60, "line": "tired"}).status_code == 400
    alice.post(f"/occasions/{key}/leave-out/", {"seen": seen, "line": "at my parents'"})
    for reader in (alice, bob):
        part = text(reader, next_of(supper), **HTMX)
        assert "Left out: Friday, 19:00." in part
        assert "at my parents" in part
        assert "The next one: Friday 12 Mar, 19:00." in part
    assert told("left_out") == [("Bob", "Left out, Friday, 19:00: supper. The next one: Friday 12 Mar, 19:00.")]


def test_the_others_own_hours_are_not_offered_to_be_left_out(pair: Pair) -> None:
    own = agreed(pair, "own_time", whose="author")
    key = Occasion.objects.get().pk
    alice, bob = both(pair)
    assert f"/occasions/{key}/leave-out/" in text(alice, next_of(own))
    assert f"/occasions/{key}/leave-out/" not in text(bob, next_of(own))
    assert f"/occasions/{key}/move/" in text(bob, next_of(own))
    assert "Nobody leaves out hours" in text(bob, f"/occasions/{key}/leave-out/")
    answer = Caller(pair.bob).post(f"/occasions/{key}/leave-out/", {"starts_at": FRIDAY.isoformat()})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "not-yours")


def test_the_api_does_the_same(pair: Pair, supper: Agreement) -> None:
    alice, bob = Caller(pair.alice), Caller(pair.bob)
    shown = alice.get(next_of(supper)).json()
    assert (shown["has_clock_time"], shown["minutes"], shown["moved_from"], shown["left_out"]) == (True, 5, None, [])
    key = shown["id"]
    body = {"day": "2027-03-06", "at": "18:00", "line": "a train"}
    suggested = alice.post(f"/occasions/{key}/move/", body).json()["suggestion"]
    assert (suggested["is_mine"], suggested["line"]) == (True, "a train")
    assert bob.post(f"/occasions/{key}/move/accept/", {"id": suggested["id"]}).status_code == 200
    moved = bob.get(next_of(supper)).json()
    assert moved["moved_from"] == "2027-03-05T18:00:00Z"
    again = {"starts_at": moved["times"]["starts_at"], "line": "ill"}
    assert bob.post(f"/occasions/{key}/leave-out/", again).status_code == 200
    after = alice.get(next_of(supper)).json()
    assert (after["id"] != key, after["left_out"][0]["line"]) == (True, "ill")
    assert alice.get(next_of(agreed(pair, at=None))).json()["id"] is None


def test_nobody_else_gets_there(pair: Pair, supper: Agreement, eve: Any) -> None:
    """The routes of each stand in the table of all; here those of the API, and an agreement that has ended."""
    key, others = Occasion.objects.get().pk, factories.connected_couple(factories.person(), factories.person())
    for person in (others.alice, eve, factories.person("Charlie")):
        for path in (next_of(supper), f"/occasions/{key}/move/"):
            assert Caller(person).get(path).status_code in (403, 404)
    rule = factories.agreed_response_rule(pair, NOW)
    assert Caller(pair.alice).get(next_of(rule)).status_code == 404


def test_it_takes_as_many_queries_for_three_as_for_one(pair: Pair, supper: Agreement) -> None:
    alice, _bob = both(pair)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            text(alice, next_of(supper))
        return len(caught)

    queries()
    one = queries()
    for _more in range(2):
        agreed(pair)
    assert queries() == one
