"""Keys to the API end by themselves, and say to their owner alone on which day they were last used."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.keys.models import ApiKey
from couples.keys.verbs import make_key, use_key
from tests.helpers import factories

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# In Berlin it is the next day already.
LATE = datetime(2027, 5, 3, 23, 30, tzinfo=ZoneInfo("UTC"))


@pytest.fixture
def make(alice):
    def made(now=LATE, **options):
        return make_key(alice, "a program", uuid.uuid4(), now, **options)

    return made


def test_a_key_ends_when_its_owner_said_and_after_a_year_at_the_latest(make):
    ends = {make(): 365 * DAY, make(lasts=30 * DAY): 30 * DAY, make(lasts=900 * DAY): 365 * DAY}
    for key, lasts in ends.items():
        assert use_key(key, LATE + lasts - HOUR), lasts
        assert use_key(key, LATE + lasts) is None, lasts


def test_a_key_that_has_ended_is_refused(make):
    key = make(timezone.now() - 31 * DAY, lasts=30 * DAY)
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401
    assert "has ended" in answer.json()["detail"]


def test_the_day_of_the_last_use_is_its_owners_and_is_written_once_a_day(make):
    key = make()
    costs = []
    for now in (LATE, LATE + HOUR, LATE + 2 * HOUR, LATE + DAY, LATE):
        with CaptureQueriesContext(connection) as seen:
            assert use_key(key, now)
        costs.append(len(seen))
    assert costs == [2, 1, 1, 2, 1]
    assert ApiKey.objects.get().last_used_on == date(2027, 5, 5), "in Berlin, and never back"


def test_a_key_of_who_was_switched_off_opens_nothing(make, alice):
    key = make()
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert use_key(key, LATE) is None
    assert ApiKey.objects.get().last_used_on is None


def test_the_page_asks_for_how_long_and_tells_its_owner_alone(alice_client, bob_client, eve_client, charlie_client):
    alice_client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    page = alice_client.post("/settings/keys/", {"name": "calendar of mine", "lasts": "30"})
    assert page.status_code == 200
    key = ApiKey.objects.get()
    assert key.ends_at - key.created_at == 30 * DAY
    assert "not used yet" in page.content.decode()
    ApiKey.objects.update(last_used_on=date(2026, 2, 7), ends_at=timezone.now() - HOUR)
    page = alice_client.get("/settings/").content.decode()
    assert "last used 7 Feb" in page
    assert "has not worked since" in page
    for client in (bob_client, eve_client, charlie_client):
        assert "7 Feb" not in client.get("/settings/").content.decode()
    alice_client.post("/settings/keys/", {"name": "another"})
    newest = ApiKey.objects.latest("created_at")
    assert newest.ends_at - newest.created_at == 365 * DAY, "a year if nothing was chosen"
    assert alice_client.post("/settings/keys/", {"name": "third", "lasts": "36500"}).status_code == 400
