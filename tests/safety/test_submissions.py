"""A submission that comes again makes nothing new, whatever else came with it."""

from __future__ import annotations

import uuid

import pytest

from agreements.letters.models import Version
from agreements.letters.version_names import name_of_version
from tests.helpers import factories

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases("a second request meets a constraint inside a transaction"),
]


def test_other_words_sent_again_on_their_own_version_are_the_same(pair, alice_client):
    rule = factories.agreed_response_rule(pair)
    words = {"when": "a", "feel": "b", "need": "c", "please": "d", "who": "other", "within_minutes": "60"}
    sent = {**words, "submission": str(uuid.uuid4()), "action": "send"}
    for based_on in (name_of_version(rule.pk, number) for number in (1, 2, 1)):
        assert (
            alice_client.post(f"/agreements/{rule.pk}/other-words/", {**sent, "based_on": based_on}).status_code == 302
        )
    assert Version.objects.count() == 2


def test_the_api_answers_the_same_key_with_the_same_version(pair, alice_client):
    rule = factories.agreed_response_rule(pair)
    for based_on in (name_of_version(rule.pk, number) for number in (1, 2)):
        body = {"based_on": based_on, "terms": {"kind": "response_rule", "please": "one word"}}
        answer = alice_client.post(
            f"/api/v1/agreements/{rule.pk}/other-words/", body, "application/json", headers={"Idempotency-Key": "k"}
        )
        assert answer.status_code == 201
    assert Version.objects.count() == 2
