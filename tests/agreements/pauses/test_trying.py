"""Trying the pause once, while all is well: a page of one minute, and no row of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.pauses.models import Pause
from reminders.models import Reminder
from tests.couples.live.test_lives import asked, question_on
from tests.helpers import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
OFFER = "Try the pause once"


def today(client):
    return client.get("/today/").content.decode()


@pytest.fixture
def settled(pair):
    """All three agreed, and so nothing else to begin with."""
    factories.agreed_cool_down(pair)
    factories.agreed_response_rule(pair)
    factories.agreed_rhythm(pair)
    Reminder.objects.all().delete()
    return pair


def test_it_is_offered_to_each_once_and_can_be_put_off(settled, alice_client, bob_client):
    assert OFFER in today(alice_client)
    alice_client.post("/pause/try/no-more/")
    assert OFFER not in today(alice_client)
    assert OFFER in today(bob_client)
    bob_client.post("/pause/try/")
    assert OFFER not in today(bob_client)


def test_it_is_not_offered_for_ever(settled):
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert OFFER not in today(factories.signed_in(None, settled.alice))


def test_a_minute_then_the_way_back_and_no_row(settled, alice_client, bob_client):
    with time_machine.travel(NOW, tick=False):
        address = alice_client.post("/pause/try/")["Location"]
        page = alice_client.get(address).content.decode()
        assert "One minute, for practice" in page
        question = question_on(page)
        assert asked(alice_client, question).status_code == 204
        assert "One minute" in bob_client.get(address).content.decode(), "each opens it, or taps their own"
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert "That was the minute" in asked(alice_client, question).content.decode()
    assert not Pause.objects.exists()
    assert not Reminder.objects.exists()
    for never in (10**12, int(timezone.now().timestamp()) + 3600, 10**30):
        assert alice_client.get(f"/pause/try/{never}/").status_code == 404
