"""Sentences that were wrong where they stood: each is true of what the page is about."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.letters.consent import decline
from agreements.letters.version_names import name_of_version
from checkins.rhythm.models import CheckIn
from tests.helpers import factories

pytestmark = pytest.mark.django_db
STAYS = "What you agreed before holds"


def other_words(client, agreement, **changes):
    newest = agreement.newest
    values = {name: value for name, value in newest.terms.values.items() if value is not None}
    sent = {"based_on": name_of_version(agreement.pk, newest.number), "action": "send", "submission": str(uuid.uuid4())}
    return client.post(reverse("other_words", args=[agreement.pk]), {**values, **sent, **changes}, follow=True)


@pytest.mark.parametrize("is_in_force", [True, False])
def test_what_is_in_force_is_named_only_where_something_is(pair, alice_client, is_in_force):
    make = factories.agreed_response_rule if is_in_force else factories.proposed_rule
    agreement = factories.fresh(make(pair))
    page = other_words(alice_client, agreement, please="call me").content.decode()
    assert "Sent to Bob." in page
    assert (STAYS in page) == is_in_force


def test_what_helps_one_is_never_said_to_help_its_reader(pair, alice_client, bob_client):
    """Nor is a letter without words left, which shows its kind alone."""
    letter = factories.proposed_rule(pair)
    for client, begins in ((alice_client, "You suggest: "), (bob_client, "<bdi>Alice</bdi> suggests: ")):
        page = client.get(f"/agreements/{letter.pk}/").content.decode()
        assert f"<h1>{begins}" in page
        assert "What helps me" not in page
    decline(letter, pair.bob_seat, 1, timezone.now())
    page = bob_client.get(f"/agreements/{letter.pk}/").content.decode()
    assert "<h1>A letter that was not agreed</h1>" in page
    assert "What helps me" not in page


def test_the_page_of_talks_does_not_ask_for_a_time_that_is_agreed(pair, alice_client):
    """While the next talk's row is not made yet."""
    factories.agreed("rhythm", pair)
    CheckIn.objects.all().delete()
    page = alice_client.get("/check-ins/").content.decode()
    assert "They begin with a fixed time you both agree to" not in page
    assert "The next talk comes at the time you two agreed on" in page


def test_what_is_over_lists_nothing_ahead_and_says_with_whom_it_was(pair, bob_client):
    """Bob lives by another clock, so the rhythm says his next time too, until it is over."""
    pair.bob.time_zone = "Asia/Shanghai"
    pair.bob.save()
    rhythm = factories.agreed("rhythm", pair)
    assert "The next one is" in bob_client.get(f"/agreements/{rhythm.pk}/").content.decode()
    pair.left(timezone.now())
    page = bob_client.get(f"/earlier/{pair.couple.pk}/").content.decode()
    assert "The next one is" not in page
    assert "Alice" in page
