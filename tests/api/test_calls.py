"""Calls in the API: from the asking to the answer, and what neither of the two learns of the other."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from agreements.calls.models import Call, SavedAnswer
from agreements.calls.verbs import begin_answer
from agreements.letters.private_lines import set_private_line
from agreements.pauses.verbs import start_pause
from tests.api.conftest import Caller, pointers, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

# A Wednesday afternoon in Berlin, 16:40.
NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def afternoon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rule(pair: Pair) -> Any:
    rule = factories.agreed_response_rule(pair, NOW - DAY, within_minutes=180)
    set_private_line(rule, pair.alice_seat, "he is busy")
    return rule


def asked(caller: Caller, rule: Any, line: str = "") -> Any:
    return caller.post("/calls/", {"agreement": str(rule.pk), "line": line}).json()


def test_from_the_asking_to_the_answer(rule: Any, as_alice: Caller, as_bob: Caller) -> None:
    listed = as_alice.get("/calls/rules/").json()
    assert [(each["agreement"], each["asks_for"], each["open_call"]) for each in listed] == [
        (str(rule.pk), "send one line", None)
    ]
    assert as_bob.get("/calls/rules/").json() == []
    made = as_alice.post("/calls/", {"agreement": str(rule.pk), "line": "a hard day"})
    call = made.json()
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/calls/{call['id']}/")
    assert (call["by"], call["state"], call["due_at"]) == ("me", "open", "2027-03-03T18:40:00Z")
    assert (call["coping_line"], call["offers"]) == ("he is busy", [])
    address = f"/calls/{call['id']}/"
    theirs = as_bob.get(address).json()
    assert (theirs["by"], theirs["state"], theirs["line"], theirs["coping_line"]) == (
        "partner",
        "open",
        "a hard day",
        "",
    )
    assert [each["at"] for each in theirs["offers"]][:2] == ["2027-03-03T16:10:00Z", "2027-03-03T16:40:00Z"]
    held = as_bob.post(f"{address}hold/", {"offer": theirs["offers"][-1]["name"]}).json()
    assert (held["state"], held["promised_at"]) == ("held", "2027-03-04T08:00:00Z")
    again = as_bob.post(f"{address}hold/", {"at": "19:30"}).json()
    assert (again["promised_at"], again["offers"]) == ("2027-03-03T18:30:00Z", [])
    problem(as_bob.post(f"{address}hold/", {"at": "20:30"}), 409, "fixed")
    assert pointers(as_bob.post(f"{address}hold/", {})) == {"#/at"}
    answered = as_bob.post(f"{address}answer/", {"words": "we are fine", "keeps": True}).json()
    assert (answered["state"], answered["answer"], answered["days_left"]) == ("answered", "we are fine", 7)
    assert as_alice.get(address).json()["answer"] == "we are fine"
    problem(as_bob.post(f"{address}answer/", {"words": "or not"}), 409, "fixed")
    assert SavedAnswer.objects.get().words == "we are fine"
    assert [each["id"] for each in as_alice.get("/calls/").json()["results"]] == [call["id"]]
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        assert as_alice.get("/calls/").json()["count"] == 0
        problem(as_alice.get(address), 404, "not-found")


def test_what_is_not_ones_own_and_what_is_not_there_answer_alike(
    strangers: Pair, rule: Any, as_alice: Caller, as_bob: Caller
) -> None:
    call, outsider = asked(as_alice, rule), Caller(strangers.alice)
    bodies = {"answer/": {"words": "x"}, "hold/": {"at": "19:30"}}
    for method, part in (("GET", ""), ("DELETE", ""), ("POST", "answer/"), ("POST", "hold/")):
        foreign = outsider.call(method, f"/calls/{call['id']}/{part}", bodies.get(part))
        problem(foreign, 404, "not-found")
        assert told(foreign) == told(outsider.call(method, f"/calls/{uuid.uuid4()}/{part}", bodies.get(part)))
    for part in ("answer/", "hold/"):
        problem(as_alice.post(f"/calls/{call['id']}/{part}", bodies[part]), 404, "not-found")
    problem(as_bob.delete(f"/calls/{call['id']}/"), 404, "not-found")
    body = {"agreement": str(rule.pk)}
    problem(as_bob.post("/calls/", body), 404, "not-found")
    assert told(as_bob.post("/calls/", body)) == told(as_bob.post("/calls/", {"agreement": str(uuid.uuid4())}))


def test_what_one_likes_to_answer_is_ones_own_to_keep_and_to_remove(
    strangers: Pair, rule: Any, as_alice: Caller, as_bob: Caller
) -> None:
    address = f"/calls/rules/{rule.pk}/answer/"
    assert as_bob.put(address, {"words": "on my way"}).json() == {"words": "on my way"}
    assert as_bob.get(address).json() == {"words": "on my way"}
    assert as_alice.get(address).json() == {"words": ""}
    problem(Caller(strangers.alice).put(address, {"words": "x"}), 404, "not-found")
    call = asked(as_alice, rule)
    assert call["saved_answer"] == ""
    page = f"/ask/{call['id']}/"
    assert "on my way" in as_bob.client.get(page).content.decode()
    as_bob.client.post(f"{page}let-go/")
    assert "on my way" not in as_bob.client.get(page).content.decode()
    assert as_bob.get(address).json() == {"words": ""}


def test_a_key_sent_again_asks_nothing_new_and_an_open_one_is_answered_with(rule: Any, as_alice: Caller) -> None:
    body = {"agreement": str(rule.pk), "line": "x"}
    first = as_alice.post("/calls/", body, Idempotency_Key="one").json()
    assert as_alice.post("/calls/", body).json()["id"] == first["id"]
    assert as_alice.delete(f"/calls/{first['id']}/").status_code == 204
    assert as_alice.post("/calls/", body, Idempotency_Key="one").json()["state"] == "closed"
    problem(as_alice.post("/calls/", {**body, "line": "y"}, Idempotency_Key="one"), 422, "key-reused")
    assert Call.objects.count() == 1


def test_during_a_pause_and_after_six_nothing_is_asked(pair: Pair, rule: Any, as_alice: Caller) -> None:
    body = {"agreement": str(rule.pk)}
    pause = start_pause(pair.alice_seat, NOW + HOUR, NOW)
    problem(as_alice.post("/calls/", body), 409, "paused")
    pause.delete()
    for _ in range(6):
        as_alice.delete(f"/calls/{asked(as_alice, rule)['id']}/")
    problem(as_alice.post("/calls/", body), 429, "too-many-requests")


def test_who_asks_reads_the_same_whatever_the_other_does_short_of_an_answer(
    pair: Pair, rule: Any, as_alice: Caller, as_bob: Caller
) -> None:
    call = asked(as_alice, rule)
    address = f"/calls/{call['id']}/"

    def seen() -> list[object]:
        return [told(as_alice.get(path)) for path in (address, "/calls/", "/calls/rules/", "/notices/", "/agreements/")]

    for moment in (NOW, NOW + 3 * HOUR, NOW + 2 * DAY):
        with time_machine.travel(moment, tick=False):
            before = seen()
            assert as_bob.get(address).status_code == 200
            as_bob.get("/notices/")
            as_bob.post("/notices/read/")
            as_bob.post(f"{address}answer/", {"words": ""})
            as_bob.post(f"{address}hold/", {"at": "no"})
            begin_answer(pair.bob_seat, uuid.UUID(call["id"]), "well", moment)
            assert seen() == before


def test_who_is_asked_reads_the_same_of_what_was_closed_and_of_what_has_lapsed(
    pair: Pair, rule: Any, as_alice: Caller, as_bob: Caller
) -> None:
    other = factories.agreed_response_rule(pair, NOW - DAY, within_minutes=180)
    closed, lapsed = (asked(as_alice, each, "come home") for each in (rule, other))
    assert as_alice.delete(f"/calls/{closed['id']}/").status_code == 204
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        read = [as_bob.get(f"/calls/{each['id']}/").json() for each in (closed, lapsed)]
        ids = [closed["id"], lapsed["id"]]
        for each, agreement in zip(read, (rule, other), strict=True):
            assert (each.pop("id"), each.pop("agreement")) == (ids.pop(0), str(agreement.pk))
            assert (each["state"], each["line"]) == ("over", "")
        assert read[0] == read[1]
        for each in (closed, lapsed):
            problem(as_bob.post(f"/calls/{each['id']}/answer/", {"words": "late"}), 409, "changed")
