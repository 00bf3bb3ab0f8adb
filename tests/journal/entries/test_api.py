"""What one noticed in the API: the same rules as the pages, for its owner alone, connected or not."""

from __future__ import annotations

import uuid
from typing import Any

from agreements.letters.private_lines import line_for
from couples.people.models import User
from journal.entries.models import Entry
from tests.api.conftest import Caller, problem
from tests.helpers import notebook
from tests.helpers.factories import Pair

ENTRIES, TAGS = "/mine/entries/", "/mine/tags/"


def body_of(response: Any, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.content
    body: dict[str, Any] = response.json()
    return body


def test_noticing_saying_more_and_deleting_without_anybody(charlie: User) -> None:
    as_charlie = Caller(charlie)
    body = {"feeling": "uneasy", "words": ["unseen"], "own_trigger": "a slammed door", "text": "t"}
    first, second = (body_of(as_charlie.post(ENTRIES, body, Idempotency_Key="one"), 201) for _ in range(2))
    assert first["id"] == second["id"]
    problem(as_charlie.post(ENTRIES, {"feeling": "sad"}, Idempotency_Key="one"), 422, "key-reused")
    assert (first["family"], first["strength"], first["trigger_label"]) == ("uneasy", None, "a slammed door")
    address = f"{ENTRIES}{first['id']}/"
    changed = body_of(as_charlie.patch(address, {"strength": 3, "thought": "h"}))
    assert (changed["strength"], changed["thought"], changed["text"], changed["words"]) == (3, "h", "t", ["unseen"])
    assert changed["at"] == first["at"], "what is not sent stays, to the second"
    for wrong in (
        {"strength": 4},
        {"words": ["sad", "lonely", "empty"]},
        {"trigger": "weather"},
        {"day": "2999-01-01"},
    ):
        problem(as_charlie.patch(address, wrong), 400, "invalid")
    body_of(as_charlie.put(f"{address}line/", {"line": "it passes"}))
    assert body_of(as_charlie.get(address))["line"] == "it passes"
    own = body_of(as_charlie.get(TAGS))["results"][-1]
    assert (own["label"], own["own"]) == ("a slammed door", True)
    assert as_charlie.delete(f"{TAGS}{own['name']}/").status_code == 204
    assert body_of(as_charlie.get(address))["trigger_label"] == "a slammed door"
    assert line_for(Entry.objects.get().person_id, own["name"]) == ""
    problem(as_charlie.post(f"{address}copies/", {"size": "feeling"}), 403, "not-connected")
    assert as_charlie.delete(address).status_code == 204
    assert body_of(as_charlie.get(ENTRIES))["results"] == []


def test_of_the_partners_there_is_nothing_but_what_was_shown(pair: Pair) -> None:
    as_alice, as_bob = Caller(pair.alice), Caller(pair.bob)
    entry = notebook.felt(pair.alice, trigger="late_reply", text="CANARY")
    address = f"{ENTRIES}{entry.pk}/"
    for answer in (
        as_bob.get(address),
        as_bob.patch(address, {"text": "x"}),
        as_bob.delete(address),
        as_bob.put(f"{address}line/", {"line": "x"}),
        as_bob.post(f"{address}copies/", {"size": "feeling"}),
        as_bob.get(f"{ENTRIES}{uuid.uuid4()}/"),
        as_bob.delete(f"{TAGS}{uuid.uuid4()}/"),
    ):
        problem(answer, 404, "not-found")
    copy = body_of(as_alice.post(f"{address}copies/", {"size": "trigger"}), 201)
    theirs = body_of(as_bob.get(f"/copies/{copy['id']}/"))
    assert {**theirs, "by": copy["by"]} == copy, "whose it is said from where each stands"
    assert [passage["text"] for passage in theirs["passages"]] == ["uneasy", "late reply"]
    problem(as_bob.delete(f"/copies/{copy['id']}/"), 404, "not-found")
    assert as_alice.delete(f"/copies/{copy['id']}/").status_code == 204
    problem(as_bob.get(f"/copies/{copy['id']}/"), 404, "not-found")
    assert body_of(as_bob.get("/copies/"))["results"] == []
