"""Codes from mails: a few tries each, whatever a session says, and a few a day to each mailbox."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from allauth.account import app_settings
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from django.test import Client
from django.utils import timezone

from couples.codes import verbs as codes
from couples.codes.models import CodeMailbox, MailedCode, Purpose
from couples.codes.not_me import not_me_token
from couples.people.models import User
from reminders.models import Notice, Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in
from tests.reminders.channels.delivering import deliver_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dana")]
FRESH = {"password1": "bridges over the river", "password2": "bridges over the river"}
ADDRESS_PAGE, RESET_PAGE = "/account/confirm-email/", "/account/password/reset/confirm/"
COMPLETE_PAGE = "/account/password/reset/complete/"
NO_MORE = "No more codes today"


def ask_reset(address: str, client: Client | None = None):
    return (client or Client()).post("/account/password/reset/", {"email": address})


def sign_up(address: str, client: Client | None = None):
    return (client or Client()).post("/account/signup/", {**factories.NEW, "email": address})


def just_signed_in(person: User) -> Client:
    client = factories.signed_in_by_password(person)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    return client


def add_address(client: Client, address: str):
    return client.post("/account/email/", {"email": address, "action_add": ""})


def newest_mail() -> str:
    return str(Reminder.objects.filter(kind="account_mail").order_by("-pk")[0].payload["text"])


def link_in(text: str) -> str:
    return "/not-me/" + text.rpartition("/not-me/")[2].strip()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


class Copied:
    """A browser whose session goes back to how it was, as a copy of it would."""

    def __init__(self, client: Client, key: str) -> None:
        self.client, self.key = client, key
        self.state = dict(client.session[key])

    def post(self, path: str, sent: dict[str, str]):
        session = self.client.session
        session[self.key] = dict(self.state)
        session.save()
        return self.client.post(path, sent)


@pytest.mark.parametrize(
    ("ask", "path", "key", "tries"),
    [
        (ask_reset, RESET_PAGE, PASSWORD_RESET_VERIFICATION_SESSION_KEY, 3),
        (sign_up, ADDRESS_PAGE, EMAIL_VERIFICATION_CODE_SESSION_KEY, 5),
    ],
    ids=["reset", "address"],
)
def test_tries_are_counted_in_a_row_that_no_copy_of_a_session_brings_back(ask, path, key, tries):
    client = Client()
    ask("dana@example.org" if ask is ask_reset else "zoe@example.org", client)
    code = code_in(newest_mail())
    copied = Copied(client, key)
    assert code not in str(copied.state), "a session holds no code"
    assert not MailedCode.objects.filter(code_hash__contains=code).exists()
    answers = [copied.post(path, {"code": wrong(code)}) for _ in range(tries)]
    assert [answer.status_code for answer in answers] == [200] * (tries - 1) + [302]
    assert MailedCode.objects.get().tries_left == 0
    assert copied.post(path, {"code": code}).status_code == 302
    assert client.get(COMPLETE_PAGE).status_code == 302
    assert not client.session.get("_auth_user_id")
    assert MailedCode.objects.get().state == "open", "the right one opens nothing any more"


def test_a_code_sets_one_password_and_a_second_tap_leads_on(dana):
    client = Client()
    ask_reset(dana.email, client)
    code = code_in(newest_mail())
    before = Copied(client, PASSWORD_RESET_VERIFICATION_SESSION_KEY)
    assert client.post(RESET_PAGE, {"code": code})["Location"] == COMPLETE_PAGE
    after = Copied(client, PASSWORD_RESET_VERIFICATION_SESSION_KEY)
    assert before.post(RESET_PAGE, {"code": code})["Location"] == COMPLETE_PAGE
    assert after.post(COMPLETE_PAGE, FRESH).status_code == 302
    again = dict.fromkeys(FRESH, "another river entirely")
    assert after.post(COMPLETE_PAGE, again)["Location"] == "/account/password/reset/"
    assert before.post(RESET_PAGE, {"code": code})["Location"] == "/account/login/"
    dana.refresh_from_db()
    assert dana.check_password(FRESH["password1"])


def test_the_code_for_an_address_of_another_account_says_so(dana):
    factories.person("Erin")
    client = just_signed_in(dana)
    add_address(client, "erin@example.org")
    page = client.post(ADDRESS_PAGE, {"code": code_in(newest_mail())}, follow=True)
    assert page.redirect_chain[-1][0] == "/account/email/"
    assert "already registered" in page.content.decode()
    dana.refresh_from_db()
    assert dana.email == "dana@example.org"


def test_a_code_is_for_what_it_was_sent_for_and_for_a_while(dana):
    now = timezone.now()
    client = Client()
    ask_reset(dana.email, client)
    name, code = str(MailedCode.objects.get().pk), code_in(newest_mail())
    with pytest.raises(codes.CodeClosed):
        codes.try_code(name, Purpose.ADDRESS, code, now)
    with pytest.raises(codes.CodeClosed):
        codes.try_code(name, Purpose.RESET, code, now + timedelta(minutes=16))
    for not_a_name in (code, "", "x"):
        with pytest.raises(codes.CodeClosed):
            codes.try_code(not_a_name, Purpose.RESET, code, now)
    codes.try_code(name, Purpose.RESET, code, timezone.now())


def test_no_other_way_of_the_library_compares_codes_from_mails():
    """Its sign-in by code and its telephone codes count in the session; whoever switches them on counts them first."""
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert "phone" not in app_settings.SIGNUP_FIELDS


# How many


def test_a_mailbox_gets_so_many_codes_a_day_whoever_it_belongs_to(dana, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(codes, "CODE_MAILS", replace(codes.CODE_MAILS, most=6))
    for address in (dana.email, "nobody@example.org"):
        name, at, domain = address.partition("@")
        asked = [ask_reset(f"{name}{tag}{at}{domain}") for tag in ("", "+a", "", "+b", "", "")]
        assert [answer.status_code for answer in asked] == [302] * codes.CODE_MAILS.most
    pages = [ask_reset(dana.email), ask_reset("nobody@example.org"), sign_up(dana.email), sign_up("nobody@example.org")]
    assert {page.status_code for page in pages} == {429}
    texts = {re.sub(r"[\w-]*token[^>]*>|/account/\w+/(\w+/)?", "", page.content.decode()) for page in pages}
    assert len(texts) == 1
    assert NO_MORE in texts.pop()
    assert MailedCode.objects.count() == 2 * codes.CODE_MAILS.most, "what was refused leaves nothing"
    signed_in = Client().post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    assert signed_in["Location"] == "/today/"
    with time_machine.travel(now + timedelta(days=1, minutes=1)):
        assert ask_reset(dana.email).status_code == 302


def test_a_refused_new_code_leaves_the_one_before_as_it_was():
    client = Client()
    sign_up("zoe@example.org", client)
    code = code_in(newest_mail())
    MailedCode.objects.bulk_create(_copies(MailedCode.objects.get(), codes.CODE_MAILS.most))
    assert NO_MORE in client.post(ADDRESS_PAGE, {"action": "resend"}).content.decode()
    assert client.post(ADDRESS_PAGE, {"code": code}).status_code == 302
    assert client.get("/today/", follow=True).redirect_chain == [("/first-steps/", 302)]


def _copies(code: MailedCode, number: int) -> list[MailedCode]:
    same = ("purpose", "mailbox_id", "person_id", "code_hash", "tries_left", "asked_at", "closes_at")
    return [MailedCode(**{name: getattr(code, name) for name in same}) for _ in range(number)]


def test_an_account_has_strangers_written_to_only_so_often(dana):
    client = just_signed_in(dana)
    answers = []
    for number in range(codes.BY_ONE_PERSON.most + 1):
        answers.append(add_address(client, f"stranger{number}@example.org").status_code)
    assert answers == [302] * codes.BY_ONE_PERSON.most + [429]
    assert ask_reset(dana.email).status_code == 302, "resets are the mailbox's"


def test_what_no_limit_needs_is_forgotten(dana):
    ask_reset(dana.email)
    now = timezone.now()
    codes.forget_codes(now + codes.KEPT_FOR - timedelta(minutes=1))
    assert MailedCode.objects.exists()
    codes.forget_codes(now + codes.KEPT_FOR + timedelta(minutes=1))
    assert not MailedCode.objects.exists()
    assert not CodeMailbox.objects.exists()


# "This wasn't me"


def test_whoever_reads_the_mailbox_stops_codes_for_a_day(dana):
    now = timezone.now()
    browser = Client()
    ask_reset(dana.email, browser)
    code, link = code_in(newest_mail()), link_in(newest_mail())
    page = Client().get(link)
    assert page.status_code == 200
    assert not CodeMailbox.objects.filter(stopped_until__isnull=False).exists(), "a scanner opens links"
    for _tap in range(2):
        stopped = Client().post(link).content.decode()
        assert "Stopped for a day" in stopped
        assert '<a class="button secondary" href="/account/login/">' in stopped, "the next step"
    assert browser.post(RESET_PAGE, {"code": code})["Location"] == "/account/login/"
    for page in (ask_reset(dana.email), sign_up(dana.email)):
        assert page.status_code == 429
        assert NO_MORE in page.content.decode()
    client = Client()
    client.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    deliver_due(timezone.now() + timedelta(seconds=1), "in_app")
    assert "they did not ask for a code" in client.get("/notices/").content.decode()
    assert Notice.objects.of(dana).filter(kind="account_news").count() == 1
    with time_machine.travel(now + timedelta(days=1, minutes=1)):
        assert ask_reset(dana.email).status_code == 302
    with time_machine.travel(now + codes.KEPT_FOR + timedelta(minutes=1)):
        assert Client().get(link).status_code == Client().post(link).status_code == 410


def test_every_mail_that_somebody_else_can_cause_has_the_link():
    for ask, address in (
        (ask_reset, "dana@example.org"),
        (ask_reset, "nobody@example.org"),
        (sign_up, "dana@example.org"),
        (sign_up, "zoe@example.org"),
    ):
        ask(address)
        assert Client().get(link_in(newest_mail())).status_code == 200, (ask, address)
    assert Client().post(link_in(newest_mail())).status_code == 200
    assert sign_up("zoe@example.org").status_code == 429, "also where there is no account that one could use"


def test_who_only_wrote_to_the_mailbox_is_told_nothing(dana):
    client = just_signed_in(dana)
    add_address(client, "stranger@example.org")
    Client().post(link_in(newest_mail()))
    assert not Reminder.objects.filter(kind="account_news").exists()


def test_a_link_that_we_did_not_make_is_no_page():
    token = not_me_token("dana@example.org", timezone.now())
    for each in (f"{token[:-4]}AAAA", "x"):
        assert Client().get(f"/not-me/{each}/").status_code == Client().post(f"/not-me/{each}/").status_code == 404
