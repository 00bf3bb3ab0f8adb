"""Sessions that are over are deleted, and with them what was noted of their devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.operating import sessions
from couples.people.models import User
from reminders.housekeeping import keep_house

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("deleting in batches, by a subquery")]


def signed_in(alice: User, key: str, days: int) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    UserSession.objects.create(user=alice, ip="127.0.0.1", session_key=key, user_agent="a browser")


def test_housekeeping_forgets_what_has_expired_and_nothing_else(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "BATCH", 2)
    for number in range(5):
        signed_in(alice, f"over-{number}", -1)
    signed_in(alice, "lives", 1)
    signed_in(alice, "ended", 1)
    Session.objects.filter(pk="ended").delete()
    keep_house(timezone.now())
    assert list(Session.objects.values_list("pk", flat=True)) == ["lives"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["lives"]


def test_it_takes_no_more_at_once_than_a_few_batches(
    alice: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(sessions, "BATCH", 1)
    monkeypatch.setattr(sessions, "MOST_BATCHES", 2)
    for number in range(3):
        signed_in(alice, f"over-{number}", -1)
    with django_assert_num_queries(2 * 2 + 2):
        assert sessions.forget_expired_sessions(timezone.now()) == 2
    assert sessions.forget_expired_sessions(timezone.now()) == 1
