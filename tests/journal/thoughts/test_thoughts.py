"""Four short steps with a thought: each is kept, the thought stays in sight, and nobody else sees any of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from agreements.letters.models import PrivateLine
from couples.people.models import User
from journal.thoughts import verbs
from journal.thoughts.models import Thought
from journal.thoughts.showing import Change, as_seen
from tests.api.conftest import Caller, problem
from tests.helpers import factories, notebook

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
FIRST = {"situation": "no answer since noon", "feeling_1": "worried", "before_1": 80}
SECOND = {"thought": "she does not care any more"}
LAST = {"fairer": "she has a full day", "after_1": 55}


def begun(person: User, **more: Any) -> Thought:
    return verbs.begin(person, {**FIRST, **more}, uuid.uuid4(), NOW)


def test_the_four_steps_from_the_first_tap_to_the_line_without_a_couple(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    assert not Thought.objects.exists(), "looking costs nothing"
    assert client.get("/mine/thoughts/new/").status_code == 200
    submission = str(uuid.uuid4())
    kept = {"situation": "no answer", "submission": submission}
    for _ in range(2):
        answer = client.post("/mine/thoughts/new/keep/", kept, headers={"HX-Request": "true"})
        assert "Kept. Only you can read it." in answer.content.decode()
    row = Thought.objects.get()
    where = f"/mine/thoughts/{row.pk}/"
    assert client.get(where)["Location"] == f"{where}1/", "it goes on where its writer stopped"
    assert client.get(f"{where}3/")["Location"] == f"{where}1/"
    assert client.post("/mine/thoughts/new/", {**FIRST, "submission": submission})["Location"] == f"{where}2/"
    assert Thought.objects.get().payload["situation"] == "no answer since noon"
    assert client.post(f"{where}2/", {"thought": ""}).status_code == 400
    assert client.post(f"{where}2/", SECOND)["Location"] == f"{where}3/"
    for step in (3, 4):
        assert SECOND["thought"] in client.get(f"{where}{step}/").content.decode(), "above every later step"
    assert "step 3 of 4" in client.get("/mine/thoughts/").content.decode()
    client.post(f"{where}4/keep/", {"fairer": "she has"}, headers={"HX-Request": "true"})
    assert "she has" in client.get(f"{where}4/").content.decode()
    assert client.post(f"{where}3/", {"speaks_for": "", "speaks_against": ""})["Location"] == f"{where}4/"
    assert "step 3 of 4" not in client.get("/mine/thoughts/").content.decode(), "it may be left out"
    assert client.post(f"{where}4/", LAST)["Location"] == where
    html = client.get(where).content.decode()
    assert all(said in html for said in ("Worried: 80, now 55.", SECOND["thought"], "she has a full day"))
    assert client.post(f"{where}line/", {"trigger": "no such"}).status_code == 400
    client.post(f"{where}line/", {"trigger": "late_reply"})
    [line] = PrivateLine.objects.filter(user=charlie)
    assert (line.trigger, line.words) == ("late_reply", "she has a full day")
    assert "what you read first when you note down ‘<bdi>late reply</bdi>’" in client.get(where).content.decode()
    entry = notebook.felt(charlie, trigger="late_reply")
    assert "she has a full day" in client.get(f"/mine/entries/{entry.pk}/noted/").content.decode(), "the next time"
    for _ in range(2):
        assert client.post(f"{where}delete/", {"x": "x"})["Location"] == "/mine/thoughts/"
    assert PrivateLine.objects.filter(user=charlie).exists(), "a line that was made of it stays"
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "said", "has_grown"),
    [
        (80, 55, "Worried: 80, now 55.", False),
        (40, 60, "Worried: 40, now 60.", True),
        (40, 40, "Worried: 40, now 40.", False),
        (0, 0, "Worried: 0, now 0.", False),
        (80, None, "Worried: 80", False),
    ],
)
def test_the_end_says_what_changed(before: int, after: int | None, said: str, has_grown: bool) -> None:
    change = Change("worried", before, after)
    assert (change.sentence, change.has_grown) == (said, has_grown)


def test_what_went_up_is_said_kindly_and_once(charlie: User) -> None:
    more = {"feeling_2": "sad", "before_2": 10, "after_2": 90, "thought": "x", "after_1": 99}
    row = begun(charlie, **more)
    html = factories.signed_in(None, charlie).get(f"/mine/thoughts/{row.pk}/").content.decode()
    assert html.count("It went up. Naming it is already something.") == 1


def test_where_it_is_too_heavy_a_quiet_line_leads_to_help(charlie: User) -> None:
    light, heavy = begun(charlie, thought="it is late"), begun(charlie, thought="x", feeling_2="hopeless", before_2=90)
    client = factories.signed_in(None, charlie)
    for row, lines in ((light, 0), (heavy, 1)):
        for path in ("", "2/", "4/"):
            html = client.get(f"/mine/thoughts/{row.pk}/{path}").content.decode()
            assert html.count("too heavy to carry alone") == lines


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({**FIRST, "before_1": "101"}, "A number from 0 to 100."),
        ({**FIRST, "before_1": "-1"}, "A number from 0 to 100."),
        ({**FIRST, "before_1": ""}, "Please fill this in."),
        ({**FIRST, "feeling_2": "sad"}, "How strong was it?"),
        ({**FIRST, "before_2": "5"}, "Which feeling is this number for?"),
        ({**FIRST, "feeling_2": "worried", "before_2": "5"}, "You chose this word already."),
        ({**FIRST, "feeling_1": "nothing"}, "There is no such choice."),
        ({**FIRST, "situation": "x" * 501}, "at most 500 characters"),
    ],
)
def test_the_first_step_refuses_what_does_not_fit(charlie_client: Client, sent: dict[str, Any], wrong: str) -> None:
    answer = charlie_client.post("/mine/thoughts/new/", sent)
    assert answer.status_code == 400
    assert wrong in answer.content.decode()
    assert not Thought.objects.exists()


@pytest.mark.parametrize(
    ("more", "step"),
    [
        ({}, 2),
        (SECOND, 3),
        ({**SECOND, "speaks_for": "x"}, 4),
        ({**SECOND, "speaks_against": "x", "after_1": 0}, 0),
        ({**SECOND, "fairer": "x"}, 0),
        ({"situation": ""}, 1),
    ],
)
def test_what_is_not_finished_says_where_it_goes_on(charlie: User, more: dict[str, Any], step: int) -> None:
    assert as_seen(begun(charlie, **more)).next_step == step


def test_from_what_was_noticed_it_begins_with_that(charlie: User, bob: User) -> None:
    said = {"text": "no answer", "thought": "it is over", "trigger": "late_reply"}
    entry = notebook.felt(charlie, "worried", NOW, **said)
    client, address = factories.signed_in(None, charlie), f"/mine/thoughts/new/?entry={entry.pk}"
    html = client.get(address).content.decode()
    assert "no answer" in html
    assert "it is over" not in html
    assert "no answer" not in factories.signed_in(None, bob).get(address).content.decode()
    sent = {**FIRST, "entry": str(entry.pk), "submission": str(uuid.uuid4())}
    where = client.post("/mine/thoughts/new/", sent)["Location"]
    assert "it is over" in client.get(where).content.decode()
    client.post(where, SECOND)
    assert client.post("/mine/thoughts/new/", sent)["Location"] == where
    row = Thought.objects.get()
    assert (row.payload["thought"], row.payload["trigger"]) == (SECOND["thought"], "late_reply")
    factories.signed_in(None, bob).post("/mine/thoughts/new/", {**sent, "submission": str(uuid.uuid4())})
    assert "thought" not in Thought.objects.get(person=bob).payload


def test_it_is_its_writers_alone(pair: Any, alice: User, bob: User, eve: User, charlie: User) -> None:
    row = begun(alice, thought="a canary")
    paths = ["", "3/", "line/", "delete/", "3/keep/"]
    for other in (bob, eve, charlie):
        client = factories.signed_in(None, other)
        for key in (row.pk, uuid.uuid4()):
            assert client.get(f"/mine/thoughts/{key}/").status_code == 404
            sent = [client.post(f"/mine/thoughts/{key}/{path}", {"trigger": "money"}) for path in paths[1:]]
            assert [answer.status_code for answer in sent] == [404, 404, 302, 404]
        assert "a canary" not in client.get("/mine/thoughts/").content.decode()
        problem(Caller(other).get(f"/mine/thoughts/{row.pk}/"), 404, "not-found")
        problem(Caller(other).put(f"/mine/thoughts/{row.pk}/line/", {"trigger": "money"}), 404, "not-found")
        assert Caller(other).get("/mine/thoughts/").json()["count"] == 0
    assert Thought.objects.get().payload["thought"] == "a canary"


def test_the_api_writes_the_same(charlie: User) -> None:
    as_charlie = Caller(charlie)
    body = {**FIRST, **SECOND}
    first, again = (as_charlie.post("/mine/thoughts/", body, Idempotency_Key="one") for _ in range(2))
    assert first.json() == again.json()
    problem(as_charlie.post("/mine/thoughts/", {**body, **LAST}, Idempotency_Key="one"), 422, "key-reused")
    where = f"/mine/thoughts/{first.json()['id']}/"
    problem(as_charlie.put(f"{where}line/", {"trigger": "late_reply"}), 400, "invalid")
    changed = as_charlie.put(where, {**body, **LAST}).json()
    assert changed["changes"] == [{"feeling": "worried", "before": 80, "after": 55}]
    assert changed["next_step"] == 0
    assert as_charlie.put(f"{where}line/", {"trigger": "late_reply"}).json()["said"]["trigger"] == "late_reply"
    assert as_charlie.get("/mine/thoughts/").json()["results"][0]["said"]["fairer"] == LAST["fairer"]
    assert as_charlie.delete(where).status_code == 204
    problem(as_charlie.get(where), 404, "not-found")
