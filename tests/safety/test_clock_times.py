"""What the other did is dated by the day. A clock time would tell when they were here (invariant 11)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agreements.letters import consent
from reminders.models import Notice, Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@pytest.fixture
def answered(pair):
    """Bob has answered, ended, and sent: each has told Alice."""
    now = timezone.now() - timedelta(days=1)
    rule = factories.agreed_response_rule(pair, now)
    consent.end(rule, pair.bob_seat, now)
    factories.proposed("response_rule", pair.bob_seat, now)
    told = Reminder.objects.filter(user=pair.alice, channel="in_app").exclude(kind="connected")
    for row in told:
        Notice.objects.create(
            user=pair.alice, kind=row.kind, subject=row.subject, occurrence=row.occurrence, created_at=now
        )
    return now


def test_the_page_shows_days(answered, alice_client):
    page = alice_client.get("/notices/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<li>") >= 3
    assert not CLOCK.search(main)


def test_the_api_tells_days(answered: datetime, pair, alice_client):
    rows = alice_client.get("/api/v1/notices/").json()["results"]
    assert len(rows) >= 3
    day = answered.astimezone(ZoneInfo(pair.alice.time_zone)).date().isoformat()
    assert {row["told_on"] for row in rows} == {day}
    assert not any(CLOCK.search(str(row)) for row in rows)


def test_agreements_tell_days(answered, alice_client):
    text = alice_client.get("/api/v1/agreements/").content.decode()
    assert not re.search(r"T\d{2}:\d{2}", text)
