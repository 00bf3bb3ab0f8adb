"""Nobody learns from sign-up, sign-in or reset who has an account here, and nobody is flooded by trying."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from couples.codes import verbs as codes
from couples.codes.models import MailedCode
from couples.people.models import User
from reminders.models import Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "vic@example.org", "nobody@example.org"
WAYS = {
    "sign-up": ("/account/signup/", "email", factories.NEW, "/account/confirm-email/"),
    "sign-in": ("/account/login/", "login", {"password": "wrong"}, "/account/login/"),
    "reset": ("/account/password/reset/", "email", {}, "/account/password/reset/confirm/"),
}


@pytest.fixture(autouse=True)
def vic():
    return factories.person("Vic")


def without_chance(html: str) -> str:
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
    return re.sub(r"(vic|nobody)@example\.org", "somebody", html)


def walk(way: str, address: str) -> list[tuple[int, str]]:
    """Fill in the form, then type wrong codes until the end; return all that was answered."""
    path, field, rest, code_page = WAYS[way]
    client = Client()
    answers = [client.post(path, {field: address, **rest}, follow=True)]
    answers += [client.post(code_page, {"code": "000000"}, follow=True) for _ in range(6) if way != "sign-in"]
    return [(answer.status_code, without_chance(answer.content.decode())) for answer in answers]


@pytest.mark.parametrize("way", WAYS)
def test_pages_are_the_same_for_known_and_unknown_addresses(way):
    assert walk(way, KNOWN) == walk(way, UNKNOWN)


@pytest.mark.parametrize("typed", ["lanterns over it", "laternen über dem fluß", "ｌａｎｔｅｒｎｅｎ u\u0308ber"])
@pytest.mark.parametrize("way", ["sign-up", "sign-in"])
def test_a_password_is_hashed_as_often(way, typed, monkeypatch):
    """Hashing takes a hundred times as long as all the rest, so a skipped one is noticed from outside."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counting(*given):
        hashed.append(1)
        return encode(*given)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    path, field, rest, _code_page = WAYS[way]
    counts = []
    for address in (KNOWN, UNKNOWN):
        hashed.clear()
        Client().post(path, {field: address, **rest, **dict.fromkeys({"password", "password1"} & set(rest), typed)})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_a_reset_asks_the_database_as_often():
    Client().post("/account/password/reset/", {"email": "first@example.org"})  # makes the row that counts the network
    counts = []
    for address in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as found:
            Client().post("/account/password/reset/", {"email": address})
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_sign_up_writes_all_at_once_or_nothing(monkeypatch):
    """Each commit takes a while, and for an address that has an account there is one."""
    monkeypatch.setattr(codes, "CODE_MAILS", replace(codes.CODE_MAILS, most=0))
    for address in (KNOWN, UNKNOWN):
        answer = Client().post("/account/signup/", {**factories.NEW, "email": address})
        assert answer.status_code == 429
        assert User.objects.filter(email=UNKNOWN).count() == MailedCode.objects.count() == 0


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_resets_are_limited_by_address(address):
    answers = [Client().post("/account/password/reset/", {"email": address}).status_code for _ in range(8)]
    assert answers == [302] * 6 + [429] * 2


def test_who_asked_for_nothing_gets_one_mail_a_day():
    for tag in ("", "+1", "+2"):
        Client().post("/account/password/reset/", {"email": f"stranger{tag}@example.org"})
    assert Reminder.objects.filter(kind="account_mail").count() == 1
    for _ in range(3):
        Client().post("/account/password/reset/", {"email": KNOWN})
    assert Reminder.objects.filter(kind="account_mail").count() == 4
