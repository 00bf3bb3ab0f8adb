"""A request that is sent again with its Idempotency-Key makes one row and answers the same."""

from __future__ import annotations

import uuid

import pytest

from agreements.drafts.models import Draft
from agreements.letters.models import Agreement, Version
from agreements.letters.version_names import name_of_version
from couples.pairing.models import Invitation
from reminders.models import Reminder
from tests.api.bodies import COOL_DOWN, RULE
from tests.api.conftest import Caller, problem, told
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.both_databases("a second request meets a constraint inside a transaction")


def test_a_draft_is_begun_once(as_charlie: Caller) -> None:
    first, second = (as_charlie.post("/drafts/", {"kind": "rhythm"}, Idempotency_Key="one") for _ in range(2))
    assert told(first) == told(second)
    assert Draft.objects.count() == 1
    as_charlie.post("/drafts/", {"kind": "rhythm"}, Idempotency_Key="two")
    as_charlie.post("/drafts/", {"kind": "rhythm"})
    assert Draft.objects.count() == 3


def test_a_letter_is_sent_once(pair: Pair, as_alice: Caller) -> None:
    first, second = (as_alice.post("/agreements/", {"terms": RULE}, Idempotency_Key="one") for _ in range(2))
    assert told(first) == told(second)
    assert Agreement.objects.count() == 1


def test_other_words_are_sent_once(pair: Pair, as_bob: Caller) -> None:
    agreed = factories.agreed_cool_down(pair)
    address = f"/agreements/{agreed.pk}/other-words/"
    change = {"based_on": name_of_version(agreed.pk, 1), "terms": {"kind": "cool_down", "minutes": 90}}
    first, second = (as_bob.post(address, change, Idempotency_Key="one") for _ in range(2))
    assert told(first) == told(second)
    assert Version.objects.count() == 2


@pytest.mark.django_db
def test_an_invitation_is_made_once() -> None:
    caller = Caller(factories.person("Dana"))
    first, second = (caller.post("/invitation/", {}, Idempotency_Key="one") for _ in range(2))
    assert told(first) == told(second)
    assert Invitation.objects.count() == 1


def test_one_key_at_two_addresses_or_from_two_people_means_two_things(
    pair: Pair, as_alice: Caller, as_bob: Caller
) -> None:
    letter = as_alice.post("/agreements/", {"terms": COOL_DOWN}, Idempotency_Key="one").json()
    change = {"based_on": letter["proposal"]["id"], "terms": {"kind": "cool_down", "minutes": 90}}
    amended = as_alice.post(f"/agreements/{letter['id']}/other-words/", change, Idempotency_Key="one").json()
    assert amended["proposal"]["terms"]["minutes"] == 90
    assert as_bob.post("/agreements/", {"terms": COOL_DOWN}, Idempotency_Key="one").json()["id"] != letter["id"]


MADE = (Draft, Version, Invitation)


def counted() -> list[int]:
    return [model._default_manager.count() for model in (*MADE, Agreement, Reminder)]


def test_a_key_with_another_body_is_refused_and_makes_nothing(pair: Pair, as_alice: Caller) -> None:
    """In whatever order the members of a body stand, it is the same."""
    letter = as_alice.post("/agreements/", {"terms": COOL_DOWN}, Idempotency_Key="first").json()
    read, another = (name_of_version(uuid.UUID(letter["id"]), number) for number in (1, 2))
    change = {"based_on": read, "terms": {"kind": "cool_down", "minutes": 90}}
    dana = Caller(factories.person("Dana"))
    for caller, address, first, other in (
        (as_alice, "/drafts/", {"kind": "rhythm"}, {"kind": "cool_down"}),
        (as_alice, "/agreements/", {"terms": RULE}, {"terms": {**RULE, "please": "something else"}}),
        (as_alice, f"/agreements/{letter['id']}/other-words/", change, {**change, "based_on": another}),
        (dana, "/invitation/", {}, {"address": "okapi@example.org"}),
    ):
        made = told(caller.post(address, first, Idempotency_Key="one"))
        rows = counted()
        problem(caller.post(address, other, Idempotency_Key="one"), 422, "key-reused")
        assert told(caller.post(address, dict(reversed(first.items())), Idempotency_Key="one")) == made
        assert counted() == rows
    assert "okapi" not in str([row.address for row in Reminder.objects.all()])
    hashes = [each for model in MADE for each in model._default_manager.values_list("body_hash", flat=True) if each]
    assert len(set(hashes)) == len(hashes) == 5


def test_a_key_that_is_too_long_is_refused(as_charlie: Caller) -> None:
    problem(as_charlie.post("/drafts/", {"kind": "rhythm"}, Idempotency_Key="x" * 256), 400, "invalid")
