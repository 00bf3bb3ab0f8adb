"""What the API says of single kinds, beside what it says of all."""

from __future__ import annotations

from agreements.kinds.boundary import AUTHOR, NO_SUCH_CHOICE
from tests.api.bodies import BOUNDARY
from tests.api.conftest import Caller
from tests.helpers.factories import Pair


def test_a_boundary_binds_both_or_its_writer(pair: Pair, as_alice: Caller, as_bob: Caller) -> None:
    sent = as_alice.post("/agreements/", {"terms": {**BOUNDARY, "goes_for": "partner"}})
    [error] = sent.json()["errors"]
    assert (sent.status_code, error["pointer"], error["detail"]) == (400, "#/terms/goes_for", str(NO_SUCH_CHOICE))
    blank = as_alice.post("/agreements/", {"terms": {**BOUNDARY, "not_fine": ""}})
    assert blank.json()["errors"][0]["detail"] == "Write what you both leave be."
    made = as_alice.post("/agreements/", {"terms": BOUNDARY}).json()
    change = {"based_on": made["proposal"]["id"], "terms": {"kind": "boundary", "goes_for": AUTHOR}}
    refused = as_bob.post(f"/agreements/{made['id']}/other-words/", change)
    assert refused.json()["detail"] == str(NO_SUCH_CHOICE)
    assert refused.json()["type"].endswith("not-yours")
    assert as_alice.post(f"/agreements/{made['id']}/other-words/", change).status_code == 201
