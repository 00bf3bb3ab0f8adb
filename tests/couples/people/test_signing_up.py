"""Typing somebody's address into sign-up takes it from nobody: who reads the mailbox makes the account theirs."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from couples.people.models import User
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
ADDRESS = "zoe@example.org"
TYPED = {"email": ADDRESS, "language": "en", "time_zone": "Europe/Berlin"}
OWNERS = {**TYPED, "name": "Zoe", "password1": "lanterns over the river", "time_zone": "Asia/Shanghai"}
STRANGERS = {**TYPED, "name": "Mallory", "password1": "under the cold bridge"}


def signing_up(typed: dict[str, str], network: str) -> tuple[Client, str]:
    """Return the visitor and the code that went to the mailbox, "" if none did."""
    client = Client(REMOTE_ADDR=network)
    assert client.post("/account/signup/", typed).status_code == 302
    found = re.search(r"^\s*([0-9]{6})\s*$", Reminder.objects.latest("pk").payload["text"], re.M)
    return client, found[1] if found else ""


def may_sign_in(password: str) -> bool:
    return Client().post("/account/login/", {"login": ADDRESS, "password": password}).status_code == 302


def test_a_strangers_sign_ups_before_and_meanwhile_change_nothing_for_the_owner():
    signing_up(STRANGERS, "198.51.100.7")
    owner, code = signing_up(OWNERS, "203.0.113.9")
    stranger, _code = signing_up(STRANGERS, "198.51.100.7")
    assert owner.post("/account/confirm-email/", {"code": code}).status_code == 302
    assert owner.get("/today/", follow=True).status_code == 200
    account = User.objects.get()
    assert (account.name, account.time_zone) == ("Zoe", "Asia/Shanghai")
    assert may_sign_in(OWNERS["password1"])
    assert not may_sign_in(STRANGERS["password1"])
    stranger.post("/account/confirm-email/", {"code": "000000"})
    assert stranger.get("/today/").status_code == 302


def test_the_first_sign_up_is_finished_as_it_was_typed():
    owner, code = signing_up(OWNERS, "203.0.113.9")
    signing_up(STRANGERS, "198.51.100.7")
    owner.post("/account/confirm-email/", {"code": code})
    assert User.objects.get().name == "Zoe"
    assert may_sign_in(OWNERS["password1"])
    assert not may_sign_in(STRANGERS["password1"])


@pytest.mark.parametrize("account", ["proved", "closed by an operator", "an operator's"])
def test_no_other_account_is_begun_anew(account):
    person = factories.person("Zoe", is_active=account != "closed by an operator", is_staff=account == "an operator's")
    EmailAddress.objects.filter(user=person).update(verified=account == "proved")
    assert signing_up(STRANGERS, "198.51.100.7")[1] == ""
    assert User.objects.get().name == "Zoe"
