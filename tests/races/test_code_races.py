"""A code has a few tries, and each mailbox a few codes, however many are made at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from couples.codes import verbs as codes
from couples.codes.models import CodeMailbox, MailedCode, Purpose
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in
from tests.races.stage import at_once, interleave

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases("UPDATEs and locks at once")]
NOW = timezone.now()
RIGHT, WRONG, AT_ONCE = "042713", "042714", 50


def sent(tries: int = 3) -> str:
    """Send a code to a mailbox, as the page does; return its name."""
    with transaction.atomic():
        turn = codes.take_turn_for_code(Purpose.RESET, "vic@example.org", None, False, NOW)
        return codes.keep_code(turn, RIGHT, tries, timedelta(minutes=15))


def trying(name: str, typed: str) -> Any:
    return lambda: codes.try_code(name, Purpose.RESET, typed, NOW)


@pytest.mark.postgres
def test_of_fifty_wrong_codes_at_once_three_are_looked_at_and_the_right_one_is_too_late():
    name = sent()
    outcomes = at_once(*[trying(name, WRONG)] * (AT_ONCE - 1))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CodeClosed"] * 46 + ["WrongCode"] * 3
    with pytest.raises(codes.CodeClosed):
        trying(name, RIGHT)()


@pytest.mark.postgres
def test_of_fifty_right_codes_at_once_one_gets_through():
    outcomes = at_once(*[trying(sent(tries=99), RIGHT)] * AT_ONCE)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert all(isinstance(outcome, codes.CodeUsed) for outcome in outcomes if outcome is not None)


@pytest.mark.postgres
def test_pages_of_one_session_share_the_tries_too():
    client = Client()
    dana = factories.person("Dana")
    client.post("/account/password/reset/", {"email": dana.email})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def post(typed: str) -> Any:
        copy = Client()
        copy.cookies[settings.SESSION_COOKIE_NAME] = cookie
        return copy.post("/account/password/reset/confirm/", {"code": typed})

    wrong = f"{(int(code) + 1) % 10**6:06}"
    outcomes = at_once(*[lambda: post(wrong)] * 20)
    assert MailedCode.objects.get().tries_left == 0
    assert {outcome.status_code for outcome in outcomes} <= {200, 302, 400}
    assert post(code)["Location"] == "/account/login/"
    assert MailedCode.objects.get().state == "open"


def last_try_twice() -> list[Any]:
    name = sent(tries=1)
    return interleave(trying(name, WRONG), trying(name, WRONG), before='UPDATE "couples_mailedcode" SET "tries_left"')


def test_the_last_try_is_one():
    assert sorted(type(outcome).__name__ for outcome in last_try_twice()) == ["CodeClosed", "WrongCode"]


def test_companion_counted_as_a_session_counts_both_are_looked_at(monkeypatch):
    def read_then_written(code: Any) -> Any:
        left = code.get().tries_left
        return left and code.update(tries_left=left - 1)

    monkeypatch.setattr(codes, "_count_try", read_then_written)
    assert [type(outcome).__name__ for outcome in last_try_twice()] == ["WrongCode"] * 2


def last_mail_twice(monkeypatch) -> int:
    monkeypatch.setattr(codes, "CODE_MAILS", replace(codes.CODE_MAILS, most=2))
    sent()
    interleave(sent, sent, before='INSERT INTO "couples_mailedcode"')
    return MailedCode.objects.count()


def test_the_last_mail_of_the_day_is_one(monkeypatch):
    assert last_mail_twice(monkeypatch) == 2


@pytest.mark.postgres
def test_companion_without_the_turn_both_mails_go(monkeypatch):
    def only_made(key: str, now: Any) -> None:
        CodeMailbox.objects.get_or_create(key=key, defaults={"last_asked_at": now})

    monkeypatch.setattr(codes, "_hold_mailbox", only_made)
    assert last_mail_twice(monkeypatch) == 3
