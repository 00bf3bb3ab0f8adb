"""Other words for words that stand no more: refused before anything is compared, and counted."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.kinds.terms import Terms
from agreements.letters import consent, tries
from agreements.letters.models import RefusedTry, Version
from agreements.letters.tries import TRIES, TriedEnough, forget_refused_tries
from agreements.letters.version_names import name_of_version
from basics import limits
from couples.people.models import User
from reminders.housekeeping import keep_house
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what a refusal's rollback leaves, and locks")]
NOW = timezone.now()
STANDS = {"who": "other", "within_minutes": "120", "a_line_is_enough": "on"}
STANDS |= {"please": "send one line", "except_when": "asleep, driving, or at work without a break"}
CHANGED = "This has changed since you opened it"
UNCHANGED = "These are the words as they stand"


@pytest.fixture
def taken_back(pair):
    """A rule of Alice's that stands, with a second version that she took back."""
    rule = factories.agreed_response_rule(pair, NOW)
    factories.amended(rule, pair.alice_seat, NOW, please="call me")
    consent.take_back(rule, pair.alice_seat, 2, NOW)
    return rule


def on_page(client, rule, based_on, **typed):
    sent = {**STANDS, "please": "call me", "submission": str(uuid.uuid4()), **typed}
    sent["based_on"] = name_of_version(rule.pk, based_on)
    return client.post(f"/agreements/{rule.pk}/other-words/", sent)


def in_api(client, rule, based_on, please):
    body = {"based_on": name_of_version(rule.pk, based_on), "terms": {"kind": "response_rule", "please": please}}
    return client.post(f"/api/v1/agreements/{rule.pk}/other-words/", body, "application/json")


def test_the_page_looks_at_the_base_before_it_compares(taken_back, bob_client):
    """Of what was taken back it says the same to the right words, to those that stand, and to any others."""
    for please in ("call me", "send one line", "anything"):
        page = on_page(bob_client, taken_back, 2, please=please)
        html = page.content.decode()
        assert page.status_code == 409
        assert CHANGED in html
        assert UNCHANGED not in html
        assert please in html, "what was typed"
        assert f'name="based_on" value="{name_of_version(taken_back.pk, 1)}"' in html, (
            "it goes on from the words as they stand"
        )
    assert Version.objects.count() == 2


def test_a_wrong_field_takes_no_newer_words_for_read(pair, taken_back, bob_client):
    factories.amended(taken_back, pair.alice_seat, NOW, please="wave")
    page = on_page(bob_client, taken_back, 1, within_minutes="1")
    assert page.status_code == 400
    assert f'name="based_on" value="{name_of_version(taken_back.pk, 1)}"' in page.content.decode()


def test_page_and_api_count_into_one_limit_of_ones_own(
    pair, taken_back, alice_client, bob_client, charlie_client, monkeypatch
):
    monkeypatch.setattr(tries, "TRIES", replace(TRIES, most=3))
    assert on_page(charlie_client, taken_back, 2).status_code in (403, 404)
    assert on_page(bob_client, taken_back, 2).status_code == 409
    assert on_page(bob_client, taken_back, 2, action="send").status_code == 409
    assert in_api(bob_client, taken_back, 2, "x").status_code == 409
    assert set(RefusedTry.objects.values_list("person", flat=True)) == {pair.bob.pk}
    page = on_page(bob_client, taken_back, 2)
    assert page.status_code == 409
    assert "read how it stands now" in page.content.decode()
    assert in_api(bob_client, taken_back, 2, "x").status_code == 429
    assert RefusedTry.objects.count() == 3
    assert on_page(bob_client, taken_back, 1).status_code == 200, "the words as they stand were read"
    assert in_api(bob_client, taken_back, 1, "x").status_code == 201
    assert in_api(alice_client, taken_back, 1, "y").json()["type"].endswith("changed"), "the other has their own limit"


def test_what_is_refused_for_another_reason_is_no_guess(taken_back, bob_client):
    assert on_page(bob_client, taken_back, 1, please="send one line").status_code == 400
    assert in_api(bob_client, taken_back, 1, "send one line").status_code == 409
    again = {"submission": str(uuid.uuid4()), "action": "send"}
    for _ in range(2):
        assert on_page(bob_client, taken_back, 1, **again).status_code == 302
    assert not RefusedTry.objects.exists()


def test_tries_are_forgotten_once_no_limit_needs_them(pair):
    tries.count_refused_try(pair.bob.pk, NOW)
    assert forget_refused_tries(NOW + TRIES.within) == 0
    keep_house(NOW + TRIES.within + timedelta(seconds=1))
    assert not RefusedTry.objects.exists()


def two_at_once(pair, rule):
    guess = lambda: consent.amend(rule, pair.bob_seat, Terms({"please": "x"}, {}), 2, uuid.uuid4(), NOW)  # noqa: E731
    return interleave(guess, guess, before='INSERT INTO "agreements_refusedtry"')


@pytest.mark.django_db(transaction=True)
def test_of_two_tries_at_once_the_limit_lets_one_through(pair, taken_back, monkeypatch):
    monkeypatch.setattr(tries, "TRIES", replace(TRIES, most=1))
    assert {type(outcome) for outcome in two_at_once(pair, taken_back)} == {consent.Changed, TriedEnough}
    assert RefusedTry.objects.count() == 1
    assert User.objects.get(pk=pair.bob.pk).refused_tries.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_companion_without_the_turn_both_go_through(pair, taken_back, monkeypatch):
    monkeypatch.setattr(tries, "TRIES", replace(TRIES, most=1))
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)
    two_at_once(pair, taken_back)
    assert RefusedTry.objects.count() == 2
