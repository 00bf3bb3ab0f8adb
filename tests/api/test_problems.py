"""Errors are problem details, whatever is sent; never a 500."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory

from basics.api.problems import PROBLEM_TYPES
from basics.refusals import Refusal
from config.api.problems import server_error
from tests.api.addresses import every_address
from tests.api.bodies import COOL_DOWN, RULE, rhythm
from tests.api.conftest import Caller, pointers, problem
from tests.helpers import factories
from tests.helpers.factories import Pair

UNREADABLE: list[Any] = [
    b"",
    b"{",
    b'{"name": "Al',
    b"\xff\xfe",
    b'{"name": NaN}',
    b'{"name": Infinity}',
    b'{"name": "\\u0000"}',
    b'{"na\\u0000me": "x"}',
    b'{"name": ["\\u0000"]}',
    b'{"name": "\\ud800"}',
    b"[]",
    b'"text"',
    b"1",
    b"null",
    b"true",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"name": ' + b"9" * 5_000 + b"}",
]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: str(body[:24]))
def test_what_is_no_storable_json_object_is_refused(as_alice: Caller, body: bytes) -> None:
    problem(as_alice.patch("/me/", body, Content_Type="application/json"), 400, "not-json") if body else None
    answer = as_alice.post("/agreements/", body, Content_Type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.both_databases("one of them cannot store NUL, and this only looks like it")
def test_a_backslash_before_u0000_is_text_like_any_other(as_alice: Caller) -> None:
    assert as_alice.patch("/me/", b'{"name": "a\\\\u0000b"}').json()["name"] == "a\\u0000b"


@pytest.mark.parametrize("value", [None, 5, 1.5, True, [], {}, "x" * 81, "", "  ", 10**30, -(10**30), 1e308])
def test_a_value_of_a_wrong_type_or_length_is_told_at_its_field(as_alice: Caller, value: object) -> None:
    assert pointers(as_alice.patch("/me/", {"name": value})) == {"#/name"}


@pytest.mark.parametrize("value", [None, "5", 1.5, True, [], {}, 19, 1441, 10**30, -1, 1e308])
def test_a_wrong_number_of_minutes_is_told_at_its_field(as_alice: Caller, value: object) -> None:
    sent = as_alice.post("/agreements/", {"terms": {**COOL_DOWN, "minutes": value}})
    assert pointers(sent) == {"#/terms/minutes"}


@pytest.mark.parametrize("version", [None, "", 1, 1.5, True, [], {}, "x" * 201])
def test_what_names_no_version_is_told_at_its_field(pair: Pair, as_bob: Caller, version: object) -> None:
    letter = factories.proposed_rule(pair)
    assert pointers(as_bob.post(f"/agreements/{letter.pk}/accept/", {"version": version})) == {"#/version"}
    change = {"based_on": version, "terms": {"kind": "response_rule"}}
    assert pointers(as_bob.post(f"/agreements/{letter.pk}/other-words/", change)) == {"#/based_on"}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"zone": "Mars/Olympus"}, "#/terms/zone"),
        ({"zone": "../etc/passwd"}, "#/terms/zone"),
        ({"at": "25:00"}, "#/terms/at"),
        ({"at": "8 pm"}, "#/terms/at"),
        ({"starts_on": "2027-02-30"}, "#/terms/starts_on"),
        ({"starts_on": "2001-01-01"}, "#/terms/starts_on"),
        ({"starts_on": "9999-12-31"}, "#/terms/starts_on"),
        ({"starts_on": "0000-00-00"}, "#/terms/starts_on"),
        ({"weekdays": [7]}, "#/terms/weekdays/0"),
        ({"weekdays": ["6"]}, "#/terms/weekdays/0"),
        ({"weekdays": [0, 1, 2, 3]}, "#/terms/weekdays"),
        ({"weekdays": None}, "#/terms/weekdays"),
        ({"weekday": 7}, "#/terms/weekday"),
        ({"ends_on": "2001-01-01"}, "#/terms/ends_on"),
        ({"every": "once"}, "#/terms/once_on"),
        ({"every": "day"}, "#/terms/every"),
        ({"week_of_month": 0}, "#/terms/week_of_month"),
        ({"week_of_month": True}, "#/terms/week_of_month"),
        ({"minutes": 5}, "#/terms/minutes"),
        ({"remind_minutes": 61}, "#/terms/remind_minutes"),
        ({"triggers": ["weather"]}, "#/terms/triggers/0"),
        ({"triggers": "money"}, "#/terms/triggers"),
        ({"triggers": None}, "#/terms/triggers"),
        ({"triggers": ["money", "family", "chores", "tired"]}, "#/terms/triggers"),
        ({"colour": "red"}, "#/terms/colour"),
        ({"a/b~c": 1}, "#/terms/a~1b~0c"),
        ({"kind": "marriage"}, "#/terms/kind"),
        ({"kind": ["rhythm"]}, "#/terms/kind"),
    ],
)
def test_the_forms_of_the_kinds_judge_what_is_sent(as_alice: Caller, changes: dict[str, Any], pointer: str) -> None:
    assert pointers(as_alice.post("/agreements/", {"terms": rhythm(**changes)})) == {pointer}


@pytest.mark.parametrize(
    "missing",
    [name for name in RULE if name not in ("kind", "except_when", "a_line_is_enough", "trial_until", "triggers")],
)
def test_a_missing_field_is_told(as_alice: Caller, missing: str) -> None:
    terms = {name: value for name, value in RULE.items() if name != missing}
    assert pointers(as_alice.post("/agreements/", {"terms": terms})) == {f"#/terms/{missing}"}


def test_a_time_that_the_clocks_skip_is_refused(as_alice: Caller) -> None:
    skipped = rhythm(starts_on="2027-03-28", at="02:30")
    assert pointers(as_alice.post("/agreements/", {"terms": skipped})) == {"#/terms/at"}


@pytest.mark.parametrize("terms", [None, [], "rhythm", 5, {}])
def test_terms_without_a_kind_are_refused(as_alice: Caller, terms: object) -> None:
    assert pointers(as_alice.post("/agreements/", {"terms": terms})) <= {"#/terms", "#/terms/kind"}


@pytest.mark.parametrize(
    "answers",
    [
        None,
        "text",
        [5],
        [{"prompt": "unknown"}],
        [{"prompt": "was_heavy"}, {"prompt": "was_heavy"}],
        [{"prompt": "was_heavy", "words": 5}],
        [{"prompt": "was_heavy", "words": "x" * 4001}],
        [{"prompt": "was_heavy", "not_today": "yes"}],
        [{"prompt": {}}],
    ],
)
def test_answers_of_a_wrong_form_are_refused(pair: Pair, as_alice: Caller, answers: object) -> None:
    address = f"/check-ins/{factories.begun_check_in(pair).pk}/"
    for response in (
        as_alice.put(f"{address}answers/", {"answers": answers}),
        as_alice.post(f"{address}hand-in/", {"answers": answers}),
    ):
        assert all(pointer.startswith("#/answers") for pointer in pointers(response))


def test_the_wrong_media_type_the_wrong_accept_and_a_huge_body_have_their_problems(as_alice: Caller) -> None:
    problem(as_alice.patch("/me/", b"name=x", Content_Type="application/x-www-form-urlencoded"), 415, "not-json-type")
    problem(as_alice.patch("/me/", b"{}", Content_Type="nonsense"), 415, "not-json-type")
    problem(as_alice.get("/me/", Accept="text/html"), 406, "not-acceptable")
    problem(as_alice.patch("/me/", b'{"name": "' + b"x" * 3_000_000 + b'"}'), 413, "too-large")


def test_another_method_answers_405(as_alice: Caller) -> None:
    for path, _view in every_address():
        problem(as_alice.call("OPTIONS", path), 405, "method-not-allowed")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/me/", "/api/v1/agreements/5/", "/api/v1/me", "/api/x"])
def test_an_unknown_address_answers_404(as_alice: Caller, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        for caller in (as_alice, Caller(None)):
            problem(caller.call(method, path), 404, "not-found")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=101", "limit=-1", "offset=x", f"offset={10**30}", "limit=٣"]
)
def test_a_page_that_cannot_be_is_refused(as_alice: Caller, query: str) -> None:
    problem(as_alice.get(f"/agreements/?{query}"), 400, "invalid")


def test_pages_lead_to_each_other(pair: Pair, as_alice: Caller) -> None:
    for _ in range(3):
        factories.proposed_rule(pair)
    first = as_alice.get("/agreements/?limit=2").json()
    second = as_alice.get("/agreements/" + first["next"].rsplit("/", 1)[1]).json()
    assert (first["count"], len(first["results"]), len(second["results"])) == (3, 2, 1)
    assert first["previous"] is None
    assert second["next"] is None


def test_each_problem_type_leads_to_its_explanation(client: Client) -> None:
    for name, found in PROBLEM_TYPES.items():
        assert client.get(f"/api/problems/{name}").json()["status"] == found.status
    assert client.get("/api/problems/none").status_code == 404


def test_every_refusal_of_a_verb_has_a_problem_type() -> None:
    refusals = list(every_refusal(Refusal))
    assert len(refusals) > 10
    assert {refusal.name for refusal in refusals} <= PROBLEM_TYPES.keys()


def every_refusal(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in base.__subclasses__():
        yield refusal
        yield from every_refusal(refusal)


def test_a_problem_names_no_id_and_no_token(as_alice: Caller) -> None:
    key, token = uuid.uuid4(), "a-secret-token"
    assert str(key) not in as_alice.get(f"/agreements/{key}/").content.decode()
    assert token not in as_alice.get(f"/invitations/{token}/").content.decode()


def test_a_fault_of_ours_is_a_problem_in_the_api_and_a_page_elsewhere(rf: RequestFactory) -> None:
    fault = server_error(rf.get("/api/v1/me/"))
    assert (fault.status_code, fault["Content-Type"]) == (500, "application/problem+json")
    assert server_error(rf.get("/today/"))["Content-Type"].startswith("text/html")
