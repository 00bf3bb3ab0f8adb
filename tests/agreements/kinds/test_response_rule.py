"""A reply within less than half an hour: refused in anything new, and read, kept and left where it was agreed."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from agreements.drafts.again import begin_again
from agreements.drafts.showing import draft_as_seen
from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.version_names import name_of_version
from tests.api.bodies import RULE
from tests.api.conftest import Caller
from tests.helpers import factories
from tests.helpers.factories import Pair, fresh

SHORTEST = "30 minutes is the shortest. Choose a longer time."


@pytest.fixture
def agreed_before(pair: Pair):
    """A rule of 15 minutes: terms that the verb takes as any form once let them through."""
    return factories.agreed_response_rule(pair, within_minutes=15)


def test_anything_new_is_refused_on_the_page_and_in_the_api(pair: Pair) -> None:
    form = kind_named("response_rule").form_class({**RULE, "within_minutes": "29"}, partner_name="Bob")
    assert form.errors == {"within_minutes": [SHORTEST]}
    sent = Caller(pair.alice).post("/agreements/", {"terms": {**RULE, "within_minutes": 29}}).json()
    assert [(each["pointer"], each["detail"]) for each in sent["errors"]] == [("#/terms/within_minutes", SHORTEST)]
    assert Caller(pair.alice).post("/agreements/", {"terms": {**RULE, "within_minutes": 30}}).status_code == 201


def test_what_was_agreed_reads_as_it_did_and_is_changed_with_a_longer_time(pair: Pair, agreed_before) -> None:
    bob, page = factories.signed_in(None, pair.bob), f"/agreements/{agreed_before.pk}/"
    assert "15 minutes" in bob.get(page).content.decode()
    writing = bob.get(f"{page}other-words/").content.decode()
    assert "So far this says 15 minutes. 30 minutes is the shortest now." in writing
    assert 'value="15"' not in writing.partition('name="within_minutes"')[2].partition("</select>")[0]
    sent = {"based_on": name_of_version(agreed_before.pk, 1), "submission": str(uuid.uuid4()), "action": "send"}
    sent |= {"please": "one word", "who": "other"}
    refused = bob.post(f"{page}other-words/", {**sent, "within_minutes": "15"})
    assert refused.status_code == 400
    assert SHORTEST in refused.content.decode()
    assert bob.post(f"{page}other-words/", {**sent, "within_minutes": "30"}).status_code == 302
    said = fresh(agreed_before)
    assert (said.proposal.settings["within_minutes"], said.in_force.settings["within_minutes"]) == (30, 15)


def test_in_the_api_a_change_of_something_else_names_a_longer_time_along(pair: Pair, agreed_before) -> None:
    bob, path = Caller(pair.bob), f"/agreements/{agreed_before.pk}/other-words/"
    change = {"kind": "response_rule", "please": "one word"}
    based_on = name_of_version(agreed_before.pk, 1)
    refused = bob.post(path, {"based_on": based_on, "terms": change}).json()
    assert [(each["pointer"], each["detail"]) for each in refused["errors"]] == [("#/terms/within_minutes", SHORTEST)]
    taken = bob.post(path, {"based_on": based_on, "terms": {**change, "within_minutes": 60}})
    assert taken.status_code == 201


def test_begun_again_it_asks_for_a_longer_time(pair: Pair, agreed_before) -> None:
    consent.end(agreed_before, pair.alice_seat, timezone.now())
    draft = begin_again(fresh(agreed_before), pair.alice_seat, uuid.uuid4(), timezone.now())
    assert not draft_as_seen(draft, pair.alice).is_complete
    line = factories.signed_in(None, pair.alice).get(f"/agreements/drafts/{draft.pk}/2/").content.decode()
    assert "So far this says 15 minutes." in line
