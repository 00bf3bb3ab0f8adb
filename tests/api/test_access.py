"""Who may do what: Alice, her partner Bob, her ex-partner Eve, Charlie the outsider, another couple, and nobody."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.urls import reverse

from config.api.middleware import WITH_API
from couples.people.models import User
from tests.api.addresses import OPERATIONS, every_address, methods
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

FOR_EVERYBODY = [("GET", "/templates/"), ("GET", "/templates/token/")]
PARTNERS_ONLY = [
    ("GET", "/agreements/"),
    ("POST", "/agreements/"),
    ("GET", "/card/"),
    ("GET", "/calls/"),
    ("POST", "/calls/"),
    ("GET", "/calls/rules/"),
    ("GET", "/pause/"),
    ("POST", "/pause/"),
    ("POST", "/pause/return/"),
    ("PUT", "/pause/return/"),
    ("DELETE", "/pause/return/"),
    ("PUT", "/pause/about/"),
    ("POST", "/pause/extend/"),
    ("GET", "/responsibilities/"),
    ("GET", "/sent-phrases/"),
    ("POST", "/sent-phrases/"),
    ("POST", "/responsibilities/swap/"),
    ("POST", "/responsibilities/unnoticed/"),
    ("GET", "/check-ins/"),
    ("GET", "/check-ins/now/"),
    ("POST", "/check-ins/now/"),
    ("POST", "/check-ins/now/agree/"),
    ("POST", "/check-ins/now/not-today/"),
    ("POST", "/check-ins/now/take-back/"),
    ("POST", "/check-ins/question/"),
    ("DELETE", "/connection/"),
    ("GET", "/topics/"),
    ("POST", "/topics/"),
    ("GET", "/tries/"),
    ("GET", "/copies/"),
    ("GET", "/decks/"),
    ("POST", "/decks/"),
    ("PUT", "/decks/choice/"),
    ("GET", "/decks/start/"),
    ("DELETE", "/decks/start/"),
    ("PUT", "/decks/past/heavy/"),
    ("GET", "/decks/start/prompts/"),
    ("POST", "/decks/start/prompts/"),
]
ON_AGREEMENTS = [
    ("GET", ""),
    ("POST", "accept/"),
    ("POST", "decline/"),
    ("POST", "take-back/"),
    ("POST", "other-words/"),
    ("POST", "end/"),
    ("GET", "coping-line/"),
    ("PUT", "coping-line/"),
]
ON_CHECK_INS = [
    ("GET", "table/"),
    ("GET", ""),
    ("PUT", "answers/"),
    ("POST", "hand-in/"),
    ("PUT", "take-away/"),
    ("GET", "talk/"),
    ("POST", "talk/"),
    ("POST", "talk/about/"),
    ("POST", "talk/stop/"),
    ("GET", "move/"),
    ("POST", "move/"),
    ("POST", "move/accept/"),
    ("POST", "move/decline/"),
    ("POST", "move/take-back/"),
    ("POST", "later/"),
    ("POST", "leave-out/"),
    ("POST", "another-question/"),
    ("PUT", "try/"),
]
BODIES: dict[str, Any] = {
    "accept/": {"version": "x"},
    "decline/": {"version": "x"},
    "take-back/": {"version": "x"},
    "other-words/": {"based_on": "x", "terms": {"kind": "response_rule"}},
    "coping-line/": {"coping_line": "mine"},
    "answers/": {"answers": []},
    "hand-in/": {"answers": []},
    "take-away/": {"words": "mine"},
    "another-question/": {"seen": "start_01"},
    "talk/": {"mark": str(uuid.UUID(int=0)), "item": "good"},
    **{key: {"item": "good"} for key in ("talk/about/", "talk/stop/")},
    "try/": {"by": "me"},
    "move/": {"day": "2027-05-03", "at": "20:30"},
    **{key: {"id": str(uuid.UUID(int=0))} for key in ("move/accept/", "move/decline/", "move/take-back/")},
    **{key: {"starts_at": "2027-05-03T20:30:00Z"} for key in ("later/", "leave-out/")},
}


@pytest.mark.django_db
def test_without_an_account_everything_answers_401() -> None:
    for method, path in (each for each in OPERATIONS if each not in FOR_EVERYBODY):
        response = Caller(None).call(method, path, {})
        problem(response, 401, "not-authenticated")
        assert response["WWW-Authenticate"] == "Bearer", (method, path)


@pytest.mark.django_db
def test_an_unknown_a_broken_and_a_revoked_key_answer_401(alice: User) -> None:
    for key in ("Bearer no", "Bearer", "Bearer a b", "Bearer \xff\xfe"):
        problem(Caller(None).get("/me/", Authorization=key), 401, "not-authenticated")
    by_key = Caller(alice, by_key=True)
    alice.is_active = False
    alice.save()
    problem(by_key.get("/me/"), 401, "not-authenticated")


def test_wrong_keys_are_slowed_down(alice: User) -> None:
    stranger = Caller(None)
    answers = [stranger.get("/me/", Authorization=f"Bearer {number}").status_code for number in range(31)]
    assert (answers[29], answers[30]) == (401, 429)
    limited = stranger.get("/me/", Authorization="Bearer 32")
    problem(limited, 429, "too-many-requests")
    assert 0 < int(limited["Retry-After"]) <= 61
    assert Caller(alice, by_key=True).get("/me/").status_code == 200


def test_a_session_needs_the_csrf_token_and_a_key_does_not(alice: User) -> None:
    problem(Caller(alice, enforce_csrf_checks=True).post("/notices/read/"), 403, "not-allowed")
    assert Caller(alice, by_key=True, enforce_csrf_checks=True).post("/notices/read/").status_code == 204


def test_people_without_a_seat_are_told_that_they_are_not_connected(
    as_charlie: Caller, as_eve: Caller, pair: Pair
) -> None:
    for method, path in PARTNERS_ONLY:
        for caller in (as_charlie, as_eve):
            problem(caller.call(method, path, {}), 403, "not-connected")


@pytest.mark.parametrize("room", ["agreements", "check-ins"])
def test_a_couples_things_are_there_for_its_two_alone(
    pair: Pair, strangers: Pair, as_charlie: Caller, as_eve: Caller, room: str
) -> None:
    check_in = factories.begun_check_in(pair)
    key, parts = (check_in.pk, ON_CHECK_INS) if room == "check-ins" else (check_in.agreement_id, ON_AGREEMENTS)
    outsider = Caller(strangers.alice)
    for method, part in parts:
        body = BODIES.get(part)
        for caller in (as_charlie, as_eve):
            problem(caller.call(method, f"/{room}/{key}/{part}", body), 403, "not-connected")
        foreign = outsider.call(method, f"/{room}/{key}/{part}", body)
        unknown = outsider.call(method, f"/{room}/{uuid.uuid4()}/{part}", body)
        problem(foreign, 404, "not-found")
        assert told(foreign) == told(unknown)


def test_drafts_are_their_authors_alone(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    draft = factories.draft(pair.alice)
    address = f"/drafts/{draft.pk}/"
    for method, part in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "send/")):
        foreign = as_bob.call(method, address + part, {})
        assert told(foreign) == told(as_bob.call(method, f"/drafts/{uuid.uuid4()}/{part}", {}))
        problem(foreign, 404, "not-found")
    assert as_alice.get(address).status_code == 200
    assert as_bob.get("/drafts/").json()["count"] == 0


def test_an_earlier_couple_is_readable_for_those_two_alone(
    eve: User, pair: Pair, as_alice: Caller, as_bob: Caller, as_eve: Caller, as_charlie: Caller
) -> None:
    [earlier] = as_eve.get("/earlier/").json()["results"]
    assert earlier["partner_name"] == "Alice"
    assert as_alice.get("/earlier/").json()["results"][0]["partner_name"] == "Eve"
    assert as_alice.get(f"/earlier/{earlier['id']}/").status_code == 200
    for caller in (as_bob, as_charlie):
        assert caller.get("/earlier/").json()["count"] == 0
        problem(caller.get(f"/earlier/{earlier['id']}/"), 404, "not-found")
    problem(as_alice.get(f"/earlier/{pair.couple.pk}/"), 404, "not-found")


def test_topics_that_wait_are_their_writers_alone(pair: Pair, strangers: Pair, as_alice: Caller) -> None:
    topic = factories.queued(pair.alice_seat, is_announced=True)
    pause = factories.paused(pair.alice_seat)
    letter = factories.proposed_rule(pair)
    own = [("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "next-time/"), ("POST", "pick/"), ("POST", "keep-on/")]
    for caller in (Caller(pair.bob), Caller(strangers.alice)):
        for method, part in own:
            foreign = caller.call(method, f"/topics/{topic.pk}/{part}", {"words": "mine"})
            problem(foreign, 404, "not-found")
            unknown = caller.call(method, f"/topics/{uuid.uuid4()}/{part}", {"words": "mine"})
            assert told(foreign) == told(unknown)
    for path in (f"/topics/letters/{letter.pk}/", f"/topics/pauses/{pause.pk}/"):
        problem(Caller(strangers.alice).put(path, {"words": ""}), 404, "not-found")
    assert as_alice.get(f"/topics/{topic.pk}/").status_code == 200


def test_what_two_people_try_is_theirs_alone(pair: Pair, strangers: Pair, as_alice: Caller) -> None:
    tried = factories.tried(pair)
    for method, part in (("GET", ""), ("POST", "keep/"), ("POST", "draft/"), ("DELETE", "")):
        foreign, unknown = (
            Caller(strangers.alice).call(method, f"/tries/{key}/{part}", {"kind": "response_rule"})
            for key in (tried.pk, uuid.uuid4())
        )
        problem(foreign, 404, "not-found")
        assert told(foreign) == told(unknown)
    assert Caller(strangers.bob).get("/tries/").json()["results"] == []
    assert as_alice.get("/tries/").json() == Caller(pair.bob).get("/tries/").json()
    pair.left()
    problem(as_alice.get(f"/tries/{tried.pk}/"), 403, "not-connected")


def test_the_ex_partner_keeps_no_way_in(pair: Pair) -> None:
    agreement = factories.agreed_cool_down(pair)
    pair.left()
    problem(Caller(pair.bob).get(f"/agreements/{agreement.pk}/"), 403, "not-connected")
    factories.connected_couple(factories.person("Nora"), pair.bob)
    problem(Caller(pair.bob).get(f"/agreements/{agreement.pk}/"), 404, "not-found")


def test_nothing_of_the_partner_but_the_name_is_told(pair: Pair) -> None:
    pair.bob.time_zone, pair.bob.language = "Pacific/Chatham", "zh-hans"
    pair.bob.save()
    rule = factories.agreed_response_rule(pair)
    factories.opened_check_in(pair)
    caller = Caller(pair.alice)
    shown = [caller.get(path) for path, view in every_address() if "GET" in methods(view)]
    shown += [caller.get(reverse("api:agreement", WITH_API, args=[rule.pk]))]
    text = b" ".join(response.content for response in shown).decode()
    for secret in (pair.bob.email, "Chatham", "last_login", "updated_by", "both_in_at", "touched", "revision"):
        assert secret not in text
    assert f'"id":{pair.bob.pk}' not in text.replace(" ", "")


def test_a_staff_account_is_a_person_like_any_other(pair: Pair) -> None:
    operator = Caller(factories.staff_person())
    problem(operator.get("/agreements/"), 403, "not-connected")
    problem(operator.get(f"/drafts/{factories.draft(pair.alice).pk}/"), 404, "not-found")


def test_answers_are_in_the_callers_own_language_by_key_too(pair: Pair) -> None:
    pair.alice.language = "zh-hans"
    pair.alice.save()
    answer = Caller(pair.alice, by_key=True).get(f"/agreements/{uuid.uuid4()}/")
    assert answer["Content-Language"] == "zh-hans"
    assert json.loads(answer.content)["type"] == "/api/problems/not-found"
