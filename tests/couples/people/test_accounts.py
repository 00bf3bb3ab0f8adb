"""The one question beside the code from the mail."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from couples.people.account_forms import ConfirmCodeForm
from reminders.models import Preferences, Reminder

pytestmark = pytest.mark.django_db
NEW = {"name": "Zoe", "password1": "lanterns over the river", "language": "en", "time_zone": "Europe/Berlin"}


def code_from_the_mail() -> str:
    text = Reminder.objects.get(kind="account_mail").payload["text"]
    found = re.search(r"^\s*([0-9]{6})\s*$", text, re.M)
    assert found, text
    return found[1]


@pytest.mark.parametrize(("box", "shared"), [({"mailbox_is_shared": "on"}, True), ({}, False)])
def test_the_answer_about_the_mailbox_is_kept(box, shared):
    client = Client()
    client.post("/account/signup/", {**NEW, "email": "zoe@example.org"})
    response = client.post("/account/confirm-email/", {"code": code_from_the_mail(), **box})
    assert response.status_code == 302
    assert Preferences.objects.get(user__email="zoe@example.org").mailbox_is_shared is shared


def test_a_wrong_code_keeps_nothing():
    client = Client()
    client.post("/account/signup/", {**NEW, "email": "zoe@example.org"})
    assert client.post("/account/confirm-email/", {"code": "x", "mailbox_is_shared": "on"}).status_code == 200
    assert not Preferences.objects.filter(mailbox_is_shared=True).exists()


def test_the_code_is_asked_first():
    assert list(ConfirmCodeForm().fields) == ["code", "mailbox_is_shared"]
