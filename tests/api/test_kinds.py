"""What the API says of single kinds, beside what it says of all."""

from __future__ import annotations

from drf_spectacular.generators import SchemaGenerator

from agreements.kinds.base import all_kinds
from agreements.kinds.boundary import AUTHOR, NO_SUCH_CHOICE
from config.api.middleware import WITH_API
from tests.api.bodies import BOUNDARY, OWN_TIME, RITUAL
from tests.api.conftest import Caller
from tests.helpers.factories import Pair


def test_a_boundary_binds_both_or_its_writer(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    sent = as_alice.post("/agreements/", {"terms": {**BOUNDARY, "goes_for": "partner"}})
    [error] = sent.json()["errors"]
    assert (sent.status_code, error["pointer"], error["detail"]) == (400, "#/terms/goes_for", str(NO_SUCH_CHOICE))
    blank = as_alice.post("/agreements/", {"terms": {**BOUNDARY, "not_fine": ""}})
    assert blank.json()["errors"][0]["detail"] == "Write what is not fine."
    made = as_alice.post("/agreements/", {"terms": BOUNDARY}).json()
    change = {"based_on": made["proposal"]["id"], "terms": {"kind": "boundary", "goes_for": AUTHOR}}
    refused = as_bob.post(f"/agreements/{made['id']}/other-words/", change)
    assert refused.json()["detail"] == str(NO_SUCH_CHOICE)
    assert refused.json()["type"].endswith("not-yours")
    assert as_alice.post(f"/agreements/{made['id']}/other-words/", change).status_code == 201


def test_the_example_of_each_kind_can_be_sent_as_it_stands(pair: Pair, as_alice: Caller) -> None:
    described = SchemaGenerator(urlconf=WITH_API).get_schema(request=None, public=True)
    schemas = described["components"]["schemas"]
    shown = [schema["example"] for name, schema in schemas.items() if "example" in schema]
    assert {example["kind"] for example in shown} == {kind.name for kind in all_kinds()}
    for example in shown:
        assert as_alice.post("/agreements/", {"terms": example}).status_code == 201, example["kind"]


def test_what_comes_again_says_when_and_says_null_where_it_says_nothing(pair: Pair, as_alice: Caller) -> None:
    for body in (RITUAL, OWN_TIME):
        made = as_alice.post("/agreements/", {"terms": body})
        assert made.status_code == 201, made.json()
        assert made.json()["proposal"]["terms"] == body
    nothing = as_alice.post("/agreements/", {"terms": {**RITUAL, "every": "week"}})
    [error] = nothing.json()["errors"]
    assert (error["pointer"], error["detail"]) == ("#/terms/weekday", "Choose a day of the week.")
    unused = {**RITUAL, "every": "no_fixed_time", "weekday": 3, "starts_on": "2027-03-03"}
    terms = as_alice.post("/agreements/", {"terms": unused}).json()["proposal"]["terms"]
    assert [terms[name] for name in ("weekday", "starts_on", "at")] == [None, None, None]
