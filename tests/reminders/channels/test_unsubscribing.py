"""Unsubscribing by RFC 8058: one click of a mail program, or a form; without an account, and for ever."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from basics.tokens import close
from couples.people.models import User
from reminders.channels.email.unsubscribing import SALT
from reminders.models import Notice, SwitchedOff
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import Letter, MailServer
from tests.reminders.channels.delivering import deliver_due

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def mailed(pair: Pair, server: MailServer) -> Letter:
    """Return the mail about a letter that Bob gets."""
    factories.proposed_rule(pair)
    deliver_due(noon(), "email")
    [letter] = server.to(pair.bob.email)
    return letter


def noon() -> datetime:
    return (timezone.now() + timedelta(days=1)).replace(hour=12)


def path_in(letter: Letter) -> str:
    address = str(letter.message["List-Unsubscribe"]).strip()  # a long line is folded
    assert address.startswith("<http")
    assert address.endswith(">")
    return urlsplit(address[1:-1]).path


def test_the_headers_are_those_of_rfc_8058(pair: Pair, smtp_server: MailServer) -> None:
    letter = mailed(pair, smtp_server)
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path_in(letter) in letter.text, "the closing has a visible link too"
    html = letter.message.get_body(("html",))
    assert html is not None
    assert path_in(letter) in html.get_content()


def test_account_mails_cannot_be_unsubscribed_from(pair: Pair, smtp_server: MailServer) -> None:
    Client().post("/account/password/reset/", {"email": pair.bob.email})
    deliver_due()
    [letter] = smtp_server.to(pair.bob.email)
    assert letter.message["List-Unsubscribe"] is None
    assert "unsubscribe" not in letter.text


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_only_shows_a_form(pair: Pair, smtp_server: MailServer, method: str) -> None:
    path = path_in(mailed(pair, smtp_server))
    answer = getattr(Client(), method)(path)
    assert answer.status_code == 200
    assert not SwitchedOff.objects.exists(), "scanners open links"


def test_one_click_without_cookies_or_csrf(pair: Pair, smtp_server: MailServer) -> None:
    path = path_in(mailed(pair, smtp_server))
    client = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = client.post(path, ONE_CLICK)
        assert answer.status_code == 200
        assert "Unsubscribed" in answer.content.decode()
    assert list(SwitchedOff.objects.values_list("user", "kind", "channel")) == [(pair.bob.pk, "letter", "email")]
    assert "sessionid" not in client.cookies, "it opens no account"


def test_the_next_mail_of_that_kind_does_not_come(pair: Pair, smtp_server: MailServer) -> None:
    Client().post(path_in(mailed(pair, smtp_server)), ONE_CLICK)
    smtp_server.letters.clear()
    factories.proposed_rule(pair)
    factories.paused(pair.alice_seat)
    deliver_due(timezone.now() + timedelta(seconds=1), "email")
    subjects = [letter.subject for letter in smtp_server.to(pair.bob.email)]
    assert len(subjects) == 1, "only this kind stopped"
    # Whatever the hour: half an hour later it may be tomorrow.
    assert subjects[0].startswith("Back ")


def test_it_is_told_once_in_the_app(pair: Pair, smtp_server: MailServer, bob_client: Client) -> None:
    path = path_in(mailed(pair, smtp_server))
    for _time in range(3):
        Client().post(path, ONE_CLICK)
    assert Notice.objects.of(pair.bob).filter(kind="mail_switched_off").count() == 1
    page = bob_client.get("/notices/").content.decode()
    assert "There is a letter to read" in page
    assert "/settings/reminders/" in page
    assert not Notice.objects.of(pair.alice).filter(kind="mail_switched_off").exists()


def test_a_deleted_user_still_sees_it(pair: Pair, smtp_server: MailServer) -> None:
    path = path_in(mailed(pair, smtp_server))
    SwitchedOff.objects.all().delete()
    User.objects.filter(pk=pair.bob.pk).delete()
    answer = Client().post(path, ONE_CLICK)
    assert answer.status_code == 200
    assert "Unsubscribed" in answer.content.decode()


@pytest.mark.parametrize("forged", ["x", "WzEsImxldHRlciJd:abc", "a:b:c", "%00", "W10:x", "A" * 86, "é", "a b"])
def test_a_forged_address_does_not_exist(db: None, forged: str) -> None:
    assert Client().post(f"/unsubscribe/{forged}/", ONE_CLICK).status_code == 404


def test_the_address_of_one_is_not_that_of_another(pair: Pair, smtp_server: MailServer) -> None:
    path = path_in(mailed(pair, smtp_server))
    changed = path.replace(path[20], "A" if path[20] != "A" else "B", 1)
    assert changed != path
    assert Client().post(changed, ONE_CLICK).status_code == 404


def test_the_address_tells_neither_who_nor_what(pair: Pair, smtp_server: MailServer) -> None:
    for _letter in range(2):
        factories.proposed_rule(pair)
    deliver_due(noon(), "email")
    paths = [path_in(letter) for letter in smtp_server.to(pair.bob.email)]
    tokens = {path.split("/")[2] for path in paths}
    assert len(tokens) == 2, "nobody sees that two of them stop the same"
    for token in tokens:
        assert b"letter" not in urlsafe_b64decode(f"{token}==")
    kinds = ("test", "letter_answered_and_much_longer")
    assert len({len(close(SALT, [number, kind, 7])) for number in (1, 99_999) for kind in kinds}) == 1


def test_who_is_not_signed_in_is_not_told_which_mails(pair: Pair, smtp_server: MailServer, bob_client: Client) -> None:
    path, said = path_in(mailed(pair, smtp_server)), "There is a letter to read"
    assert said not in Client().get(path).content.decode()
    assert said not in factories.signed_in(None, pair.alice).get(path).content.decode()
    assert said in bob_client.get(path).content.decode()


def test_addresses_in_mails_from_before_go_on_working(pair: Pair) -> None:
    old = Signer(salt=SALT).sign_object([pair.bob.pk, "letter"])
    assert Client().post(f"/unsubscribe/{old}/", ONE_CLICK).status_code == 200
    assert list(SwitchedOff.objects.values_list("user", "kind", "channel")) == [(pair.bob.pk, "letter", "email")]
