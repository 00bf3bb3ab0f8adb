"""A submission that comes again makes nothing new, and what is no repetition is not answered as one."""

from __future__ import annotations

import re
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
    for number, status in ((1, 201), (1, 201), (2, 422)):
        based_on = name_of_version(rule.pk, number)
        body = {"based_on": based_on, "terms": {"kind": "response_rule", "please": "one word"}}
        answer = alice_client.post(
            f"/api/v1/agreements/{rule.pk}/other-words/", body, "application/json", headers={"Idempotency-Key": "k"}
        )
        assert answer.status_code == status
    assert Version.objects.count() == 2


def test_other_words_on_a_page_that_was_sent_already_are_not_lost(pair, alice_client):
    """Back in the browser, something else written, sent once more: the page's id has made a letter already."""
    rule = factories.agreed_response_rule(pair)
    words = {"when": "a", "feel": "b", "need": "c", "please": "d", "who": "other", "within_minutes": "60"}
    sent = {**words, "based_on": name_of_version(rule.pk, 1), "submission": str(uuid.uuid4()), "action": "send"}
    address = f"/agreements/{rule.pk}/other-words/"
    assert alice_client.post(address, sent).status_code == 302
    page = alice_client.post(address, {**sent, "please": "okapi"})
    assert page.status_code == 409
    html = page.content.decode()
    assert "said something else then" in html
    assert "okapi" in html
    again = re.search(r'name="submission" value="([^"]+)"', html)
    assert again
    anew = {**sent, "please": "okapi", "based_on": name_of_version(rule.pk, 2), "submission": again[1]}
    assert alice_client.post(address, anew).status_code == 302
    assert [version.words["please"] for version in Version.objects.order_by("number")][1:] == ["d", "okapi"]
