"""Who does what in the API: as the page shows it, from the caller's side."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.agreements.responsibilities.conftest import agreed
from tests.api.conftest import Caller, problem
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
ALL = "/responsibilities/"


@pytest.fixture
def two(pair):
    """Laundry is Alice's, bills are Bob's."""
    now = timezone.now()
    return agreed(pair, "Laundry", now=now, times=2, minutes=45), agreed(pair, "Bills", "other", now)


@pytest.fixture
def as_alice(pair):
    return Caller(pair.alice)


@pytest.fixture
def as_bob(pair):
    return Caller(pair.bob)


def test_each_reads_it_from_their_own_side(pair, two):
    agreed(pair, "Food", "turns", timezone.now())
    hers, his = (Caller(person).get(ALL).json() for person in (pair.alice, pair.bob))
    assert [row["notice"] for row in hers["responsibilities"]] == ["me", "partner", "turns"]
    assert [row["do"] for row in his["responsibilities"]] == ["partner", "me", "turns"]
    assert hers["responsibilities"][0] == {
        "agreement": str(two[0].pk),
        "called": "Laundry",
        "notice": "me",
        "plan": "me",
        "do": "me",
        "turn_of": None,
        "minutes_a_month": 391,
        "is_discussed": False,
    }
    assert {row["responsibilities"][2]["turn_of"] for row in (hers, his)} == {"me", "partner"}
    assert hers["unnoticed"] == []


def test_a_swap_sends_a_letter_for_each(pair, two, as_alice, as_bob):
    laundry, bills = two
    body = {"mine": str(laundry.pk), "theirs": str(bills.pk)}
    first, again = (as_alice.post(f"{ALL}swap/", body, Idempotency_Key="one") for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json() == {"agreements": [str(laundry.pk), str(bills.pk)]}
    problem(as_alice.post(f"{ALL}swap/", {"mine": str(laundry.pk)}, Idempotency_Key="one"), 422, "key-reused")
    problem(as_bob.post(f"{ALL}swap/", {"mine": str(bills.pk)}), 409, "one-already")
    letter = as_bob.get(f"/agreements/{laundry.pk}/").json()["proposal"]
    assert letter["terms"]["do"] == "other"
    assert "swapped_for" not in letter["terms"], "it belongs to the letter, not to what is agreed"
    assert letter["terms"]["trial_until"] == (timezone.localdate() + timedelta(weeks=4)).isoformat()
    assert as_bob.get(ALL).json()["responsibilities"][0]["is_discussed"] is True


def test_what_is_wrong_is_told(pair, two, as_alice):
    laundry, bills = (str(each.pk) for each in two)
    for body in ({}, {"mine": None}, {"mine": laundry, "theirs": laundry}, {"mine": "x"}, {"mine": laundry, "his": 1}):
        problem(as_alice.post(f"{ALL}swap/", body), 400, "invalid")
    strangers = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    foreign = agreed(strangers, "Garden", now=timezone.now())
    for body in ({"mine": bills}, {"mine": str(foreign.pk)}, {"mine": str(uuid.uuid4())}):
        problem(as_alice.post(f"{ALL}swap/", body), 409, "changed")
    assert fresh(two[0]).proposal is None


def test_lines_are_written_read_taken_up_and_taken_away(pair, as_alice, as_bob, charlie, eve):
    made = as_alice.post(f"{ALL}unnoticed/", {"words": "The bins"})
    line = made.json()
    assert (made.status_code, line["words"], line["letter"]) == (201, "The bins", None)
    assert as_bob.get(ALL).json()["unnoticed"] == [line]
    one = f"{ALL}unnoticed/{line['id']}/"
    assert made["Location"].endswith(one)
    stranger = Caller(factories.connected_couple(factories.person("Sam"), factories.person("Toni")).alice)
    for method, path in (("GET", one), ("DELETE", one), ("POST", f"{one}draft/")):
        problem(stranger.call(method, path, {}), 404, "not-found")
        for outsider in (charlie, eve):
            problem(Caller(outsider).call(method, path, {}), 403, "not-connected")
    draft = as_bob.post(f"{one}draft/")
    assert (draft.status_code, draft.json()["terms"]["what"]) == (201, "The bins")
    sent = as_bob.post(f"/drafts/{draft.json()['id']}/send/").json()["id"]
    assert as_alice.get(one).json()["letter"] == sent
    problem(as_alice.post(f"{one}draft/"), 409, "one-already")
    assert as_bob.delete(one).status_code == 204
    problem(as_alice.get(one), 404, "not-found")
