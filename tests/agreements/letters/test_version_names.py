"""What pages and the API call a version tells nothing of letters that were taken back."""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.version_names import name_of_version, number_of_version
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db


def test_a_name_is_of_one_version_of_one_agreement():
    one, other = uuid.uuid4(), uuid.uuid4()
    names = [name_of_version(key, number) for key in (one, other) for number in (1, 2, 4, 99999)]
    assert len(set(names)) == 8
    assert len({len(name) for name in names}) == 1
    assert number_of_version(one, name_of_version(one, 4)) == 4
    for wrong in (name_of_version(other, 4), "4", "", "x" * 64):
        assert number_of_version(one, wrong) == 0


def test_the_partner_reads_no_number_in_page_and_api(pair, bob_client):
    """Two letters taken back between two that stand: the third version would have been the fourth."""
    rule, now = factories.agreed_response_rule(pair), timezone.now()
    for words in ("one", "two", "three"):
        changed = factories.amended(rule, pair.alice_seat, now, please=words)
        if words != "three":
            consent.take_back(changed, pair.alice_seat, changed.proposal.number, now)
    html = "".join(bob_client.get(f"/agreements/{rule.pk}/{part}").content.decode() for part in ("", "other-words/"))
    assert set(re.findall(r'name="(?:version|based_on)" value="([^"]+)"', html)) == {name_of_version(rule.pk, 4)}
    seen = bob_client.get(f"/api/v1/agreements/{rule.pk}/").json()
    assert seen["proposal"].keys() == {"id", "author", "author_name", "written_on", "terms"}
    assert seen["proposal"]["id"] == name_of_version(rule.pk, 4)
    unknown = {"version": "4"}
    stale = bob_client.post(f"/api/v1/agreements/{rule.pk}/accept/", unknown, "application/json")
    assert stale.json()["version"] == name_of_version(rule.pk, 4)
    accepted = bob_client.post(f"/agreements/{rule.pk}/accept/", {"version": seen["proposal"]["id"]})
    assert accepted.status_code == 302
    assert fresh(rule).in_force.number == 4
