"""A new password shuts out whoever knew the old one: their sessions and the keys they made."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from couples.keys.verbs import make_key
from couples.people.models import User
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
FRESH = "lanterns over the quiet river"


@pytest.fixture
def dana():
    return factories.person("Dana")


def with_password(user: User) -> Client:
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": factories.PASSWORD})
    return client


def change(dana: User) -> None:
    client = with_password(dana)
    answer = client.post(
        "/account/password/change/", {"oldpassword": factories.PASSWORD, "password1": FRESH, "password2": FRESH}
    )
    assert answer.status_code == 302
    assert client.get("/today/").status_code == 200


def reset(dana: User) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": dana.email})
    code = re.search(r"\b\d{6}\b", Reminder.objects.get(kind="account_mail").payload["text"]).group()
    step = client.post("/account/password/reset/confirm/", {"code": code})
    answer = client.post(step["Location"], {"password1": FRESH, "password2": FRESH})
    assert answer.status_code == 302


@pytest.mark.parametrize("how", [change, reset])
def test_other_sessions_and_keys_end(dana, how):
    other = with_password(dana)
    key = make_key(dana, "a phone", uuid.uuid4(), timezone.now())
    bearer = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/me/", headers=bearer).status_code == other.get("/today/").status_code == 200
    how(dana)
    dana.refresh_from_db()
    assert dana.check_password(FRESH)
    assert Client().get("/api/v1/me/", headers=bearer).status_code == 401
    assert other.get("/today/").status_code == 302
    assert other.get("/api/v1/me/").status_code == 401


def test_somebody_elses_keys_stay(dana, charlie):
    key = make_key(charlie, "a phone", uuid.uuid4(), timezone.now())
    change(dana)
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"}).status_code == 200
