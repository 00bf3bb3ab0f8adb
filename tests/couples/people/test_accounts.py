"""The one question beside the code from the mail."""

from __future__ import annotations

import pytest
from django.test import Client

from couples.people.account_forms import ConfirmCodeForm
from reminders.models import Preferences, Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in

pytestmark = pytest.mark.django_db


def code_from_the_mail() -> str:
    return code_in(Reminder.objects.get(kind="account_mail").payload["text"])


@pytest.mark.parametrize(("box", "shared"), [({"mailbox_is_shared": "on"}, True), ({}, False)])
def test_the_answer_about_the_mailbox_is_kept(box, shared):
    client = Client()
    client.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org"})
    response = client.post("/account/confirm-email/", {"code": code_from_the_mail(), **box})
    assert response.status_code == 302
    assert Preferences.objects.get(user__email="zoe@example.org").mailbox_is_shared is shared


def test_a_wrong_code_keeps_nothing():
    client = Client()
    client.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org"})
    assert client.post("/account/confirm-email/", {"code": "x", "mailbox_is_shared": "on"}).status_code == 200
    assert not Preferences.objects.filter(mailbox_is_shared=True).exists()


def test_the_code_is_asked_last_since_the_page_goes_on_with_it():
    assert list(ConfirmCodeForm().fields) == ["mailbox_is_shared", "code"]
