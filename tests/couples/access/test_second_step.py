"""Codes of the second step, by any keyboard; what cannot be one costs no try."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in

pytestmark = pytest.mark.django_db
NO_CODES = ["", "abcdef", "12345", "1234567", "123456789", "12345x", "code: 123456", "½23456"]
TOLD = "Six digits from the app, or the eight of a spare code."


@pytest.fixture(autouse=True)
def fresh_codes():
    """The library notes in the cache too which person used which code; other tests have people of the same number."""
    cache.clear()


@pytest.fixture
def dana():
    person = factories.person("Dana")
    totp.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


SECRET = totp.generate_totp_secret()


def code_now() -> str:
    return code_of(SECRET)


def code_of(secret: str) -> str:
    # The latest that is taken, so that a step of the clock meanwhile does no harm.
    latest = list(totp.yield_hotp_counters_from_time())[-1]
    return str(totp.format_hotp_value(totp.hotp_value(secret, latest)))


def wide(digits: str) -> str:
    return "".join(chr(0xFF10 + int(digit)) for digit in digits)


def spare(person) -> str:
    return str(RecoveryCodes(person.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0])


def test_any_keyboard_types_the_code_and_the_spare_one(dana):
    code = code_now()
    for typed in (f" {wide(code[:3])}　{wide(code[3:])}", f"{spare(dana)[:4]}–\u200b{spare(dana)[4:]}"):
        client = factories.signed_in_by_password(dana)
        assert client.post("/account/2fa/authenticate/", {"code": typed}).status_code == 302, typed
        assert client.get("/today/").status_code == 200


def test_what_cannot_be_a_code_is_told_at_its_field_and_is_no_try(dana):
    """Five wrong ones in five minutes are all there is."""
    client = factories.signed_in_by_password(dana)
    for typed in NO_CODES * 2:
        page = client.post("/account/2fa/authenticate/", {"code": typed}).content.decode()
        assert (TOLD in page) is bool(typed)
        assert 'id="id_code_error"' in page
    assert client.post("/account/2fa/authenticate/", {"code": code_now()}).status_code == 302


def test_nor_is_it_one_before_something_that_asks_anew(dana):
    """Allauth counts ten a minute there before it reads what was typed."""
    client = factories.signed_in(None, dana)
    for typed in NO_CODES * 2:
        assert client.post("/account/2fa/reauthenticate/", {"code": typed}).status_code == 200, typed
    assert client.post("/account/2fa/reauthenticate/", {"code": wide(code_now())}).status_code == 302
    answers = [client.post("/account/2fa/reauthenticate/", {"code": "000000"}).status_code for _ in range(12)]
    assert 429 in answers, "codes are counted"


def test_turning_it_on_reads_the_same():
    client = factories.signed_in_by_password(factories.person("Dana"))
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    for typed in ["abc", *NO_CODES] * 2:
        assert client.post("/account/2fa/totp/activate/", {"code": typed}).status_code == 200, typed
    secret = client.session[totp.SECRET_SESSION_KEY]
    code = code_of(secret)
    assert client.post("/account/2fa/totp/activate/", {"code": f"{wide(code[:3])} {code[3:]}"}).status_code == 302


def test_codes_from_mails_count_no_try_for_what_is_none():
    """Of a code for an address there are five, of one for a password three."""
    zoe, reset = Client(), Client()
    zoe.post("/account/signup/", {**factories.NEW, "email": "zoe@example.org"})
    dana = factories.person("Dana")
    reset.post("/account/password/reset/", {"email": dana.email})
    for client, path, address in (
        (zoe, "/account/confirm-email/", "zoe@example.org"),
        (reset, "/account/password/reset/confirm/", dana.email),
    ):
        mail = next(row for row in Reminder.objects.filter(kind="account_mail") if row.address == address)
        code = code_in(mail.payload["text"])
        for typed in NO_CODES:
            page = client.post(path, {"code": typed})
            assert page.status_code == 200, typed
            assert address in page.content.decode()
        assert client.post(path, {"code": f"{wide(code[:3])}-{code[3:]}"}).status_code == 302


def test_the_keyboard_of_digits_stands_on_the_page(dana):
    page = factories.signed_in_by_password(dana).get("/account/2fa/authenticate/").content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
