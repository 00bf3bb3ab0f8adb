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


@pytest.mark.parametrize("answer", ["only_me", "someone", "no_mails", ""])
def test_the_answer_about_the_mailbox_is_kept_and_may_be_none(answer):
    client = Client()
    client.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org"})
    assert "checked" not in client.get("/account/confirm-email/").content.decode(), "nothing is preselected"
    sent = {"code": code_from_the_mail(), **({"who_sees_mailbox": answer} if answer else {})}
    assert client.post("/account/confirm-email/", sent).status_code == 302
    assert Preferences.objects.get(user__email="zoe@example.org").who_sees_mailbox == answer


def test_a_wrong_code_keeps_nothing():
    client = Client()
    client.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org"})
    assert client.post("/account/confirm-email/", {"code": "x", "who_sees_mailbox": "someone"}).status_code == 200
    assert not Preferences.objects.exists()


def test_the_code_is_asked_last_since_the_page_goes_on_with_it():
    assert list(ConfirmCodeForm().fields) == ["who_sees_mailbox", "code"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/account/login/", "password"),
        ("/account/reauthenticate/", "password"),
        ("/account/password/change/", "oldpassword"),
    ],
)
def test_the_way_to_a_new_password_comes_after_the_field_it_helps_with(path: str, field: str):
    client = Client() if path == "/account/login/" else factories.signed_in(None, factories.person())
    page = client.get(path).content.decode()
    assert page.index(f'name="{field}"') < page.index('href="/account/password/reset/"')
    assert f'aria-describedby="id_{field}_helptext"' in page
