"""Somebody wants into the account: guesses, keeps what they had, reads the mailbox, or runs the server's desk."""

from __future__ import annotations

import uuid

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from checkins.feed.verbs import make_feed
from couples.keys.verbs import make_key
from reminders.models import Reminder
from tests.helpers import factories, notebook
from tests.helpers.codes import code_in
from tests.helpers.factories import PASSWORD, Pair

pytestmark = pytest.mark.django_db
NEW = "lanterns over the quiet river"
HERE, THERE = "198.51.100.7", "203.0.113.9"


def changes_password(pair: Pair) -> None:
    hers = factories.signed_in_by_password(pair.alice)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert hers.post("/account/password/change/", sent).status_code == 302


def test_he_signed_in_with_her_password_and_stays(pair: Pair) -> None:
    his = factories.signed_in_by_password(pair.alice)
    assert his.get("/today/").status_code == 200
    changes_password(pair)
    assert his.get("/today/")["Location"].startswith("/account/login/")
    assert his.get("/api/v1/me/").status_code == 401


def test_he_keeps_a_key_that_he_made_as_her(pair: Pair) -> None:
    bearer = {"Authorization": f"Bearer {make_key(pair.alice, 'x', uuid.uuid4(), timezone.now())}"}
    assert Client().get("/api/v1/mine/entries/", headers=bearer).status_code == 200
    changes_password(pair)
    assert Client().get("/api/v1/mine/entries/", headers=bearer).status_code == 401


def test_he_goes_on_following_her_calendar(pair: Pair) -> None:
    address = f"/ical/{make_feed(pair.alice_seat, uuid.uuid4(), timezone.now())}.ics"
    assert Client().get(address).status_code == 200
    changes_password(pair)
    assert Client().get(address).status_code == 404


def test_he_guesses_her_password(pair: Pair) -> None:
    his = Client(REMOTE_ADDR=HERE)
    for guess in (*["wrong"] * 5, PASSWORD):
        assert his.post("/account/login/", {"login": pair.alice.email, "password": guess}).status_code == 200
    assert his.get("/today/").status_code == 302, "the sixth is not looked at, though it is right"


def test_he_types_wrong_passwords_to_shut_her_out(pair: Pair) -> None:
    hers = factories.signed_in_by_password(pair.alice, Client(REMOTE_ADDR=HERE))
    hers.post("/account/logout/")
    for _ in range(8):
        Client(REMOTE_ADDR=HERE).post("/account/login/", {"login": pair.alice.email, "password": "wrong"})
    factories.signed_in_by_password(pair.alice, hers)
    assert hers.get("/today/").status_code == 200


def test_he_knows_the_password_and_not_the_second_step(pair: Pair) -> None:
    cache.clear()
    totp.TOTP.activate(pair.alice, totp.generate_totp_secret())
    his = factories.signed_in_by_password(pair.alice)
    his.post("/account/2fa/authenticate/", {"code": "000000"})
    assert his.get("/today/")["Location"].startswith("/account/login/")


def test_he_sets_a_new_password_by_the_mailbox_both_read(pair: Pair) -> None:
    """The second step keeps him out all the same."""
    cache.clear()
    totp.TOTP.activate(pair.alice, totp.generate_totp_secret())
    his = Client()
    his.post("/account/password/reset/", {"email": pair.alice.email})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    step = his.post("/account/password/reset/confirm/", {"code": code})
    his.post(step["Location"], {"password1": NEW, "password2": NEW})
    his.post("/account/login/", {"login": pair.alice.email, "password": NEW})
    assert his.get("/today/")["Location"].startswith("/account/login/")
    pair.alice.refresh_from_db()
    assert pair.alice.check_password(NEW), "so far he came"


def test_he_fills_her_mailbox_with_codes(pair: Pair) -> None:
    answers = [Client(REMOTE_ADDR=HERE).post("/account/password/reset/", {"email": pair.alice.email}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert Reminder.objects.filter(kind="account_mail").count() <= 6


def test_he_runs_the_desk_of_the_server(pair: Pair) -> None:
    """An operator finds accounts, one by one, and neither words nor a way to a password."""
    notebook.felt(pair.alice, text="CANARY")
    factories.proposed_rule(pair, please="CANARY")
    desk = factories.signed_in(None, factories.staff_person())
    of_her = f"/operators/couples/user/{pair.alice.pk}/"
    for path in ("/operators/", "/operators/couples/user/", f"{of_her}change/", "/operators/reminders/reminder/"):
        page = desk.get(path)
        assert page.status_code == 200, path
        assert "CANARY" not in page.content.decode()
    assert pair.alice.email not in desk.get("/operators/couples/user/").content.decode()
    assert desk.get(f"{of_her}password/").status_code in (302, 404)
    assert desk.get(f"/agreements/{uuid.uuid4()}/").status_code in (200, 404), "no seat of theirs"
    desk.post(f"{of_her}change/", {"is_active": "on", "email": "his@example.org", "password": "x"})
    pair.alice.refresh_from_db()
    assert pair.alice.check_password(PASSWORD)
    assert pair.alice.email == "alice@example.org"
