"""An address is the same however its owner's keyboard spells it, also where it was kept before that was so."""

from __future__ import annotations

import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.crypto import salted_hmac

from basics.typed import AddressField, address_spellings, address_typed
from couples.pairing import verbs as pairing
from couples.pairing.reminders import INVITATION_MAIL
from reminders.channels.email.mailboxes import note_deliveries, set_aside
from reminders.delivery.reachability import may_reach
from reminders.models import BlockedAddress, Mailbox, Reminder
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("equality of text is the database's")
OWN, ASCII = "vic@münchen.example", "vic@xn--mnchen-3ya.example"
SPELLINGS = [OWN, ASCII, "ＶＩＣ＠Mu\u0308nchen。example", "\u200bvic@mün\u00adchen.example ", "Vic@MÜNCHEN.EXAMPLE"]


def old_key(address: str) -> str:
    """The key as it was made before addresses were made plain."""
    return salted_hmac("reminders.address", address.strip().lower(), algorithm="sha256").hexdigest()


def without_chance(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)


def old_account(address: str, name: str = "Vic"):
    """An account as forms made it then: with what was typed, in small letters."""
    person = factories.person(name)
    type(person).objects.filter(pk=person.pk).update(email=address)
    EmailAddress.objects.filter(user=person).update(email=address)
    return person


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((spelling, ASCII) for spelling in SPELLINGS),
        ("ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "alice@example.org"),
        ("alice@example。org", "alice@example.org"),
        ("al\u200dice@exam\u2060ple.org", "alice@example.org"),
        ("Alice+Tag@Example.ORG", "alice+tag@example.org"),
        ("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
        # A joiner is part of a Persian name, and nothing in an English one.
        ("a@نامه\u200cای.example", "a@xn--mgba3gch31f060k.example"),
        ("a@i❤.example", "a@xn--i-7iq.example"),
        # As a mail, a link, an address book or a sentence has it, and as a phone's keyboard spaces it.
        *(
            (around.format("uli@example.org"), "uli@example.org")
            for around in (
                *(
                    "Uli <{}>",
                    "<{}>",
                    '"Uli, A." <{}>,',
                    "小博＜{}＞",
                    "mailto:{}",
                    "MAILTO:{}?subject=Hi",
                    "<mailto:{}>",
                ),
                *("{},", "{}.", "{};", " {}。", "{}，", '"{}"', "“{}”", "({})", "[{}].", "{}\n"),
            )
        ),
        ("uli @example.org", "uli@example.org"),
        ("uli\u00a0@ Example .org", "uli@example.org"),
        ("Uli <uli @münchen.example>.", "uli@xn--mnchen-3ya.example"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("a@b" + " " * 100_000 + "c", "a@b" + " " * 100_000 + "c"),
        ("no address", "no address"),
        ("", ""),
        ("a@" + "ü" * 5000, "a@" + "ü" * 5000),
    ],
)
def test_the_address_that_was_meant(typed, meant):
    assert address_typed(typed) == meant
    assert address_typed(meant) == meant


@both_databases
@pytest.mark.parametrize(
    "typed",
    [
        *("uli smith@example.org", "uli@example.org bob@example.org", "uli@example.org, bob@example.org"),
        *("bob@example.org <uli@example.org>", "Uli <uli@example.org> Bob <bob@example.org>"),
        *("uli@example.org. Thanks", "uli@example..org", "Uli <>", "mailto:", "uli@"),
    ],
)
def test_of_two_addresses_or_half_a_one_none_is_made_up(typed):
    with pytest.raises(ValidationError):
        AddressField().clean(typed)


def test_nearly_every_address_has_one_spelling():
    assert address_spellings(" Alice@Example.org") == {"alice@example.org"}
    assert {OWN, ASCII} <= address_spellings(ASCII)


@both_databases
@pytest.mark.parametrize("typed", SPELLINGS)
def test_who_said_never_again_before_is_not_written_to_by_any_spelling(typed):
    """Their answer is kept as a hash of the spelling of that day, which nobody can read and make anew."""
    BlockedAddress.objects.create(key=old_key(OWN), blocked_at=timezone.now())
    dana = factories.signed_in(None, factories.person("Dana"))
    assert dana.post("/invite/", {"address": typed.replace("vic", "vic+tag")}).status_code == 302
    mail = Reminder.objects.get(kind="invitation")
    assert address_typed(mail.address) == mail.address
    assert may_reach(INVITATION_MAIL, [mail]) == []
    BlockedAddress.objects.update(key=old_key(ASCII))
    assert may_reach(INVITATION_MAIL, [mail]) == []
    BlockedAddress.objects.update(key=old_key("someone@münchen.example"))
    assert may_reach(INVITATION_MAIL, [mail]) == [mail]


@pytest.mark.parametrize(
    "domain", ["ｅｘａｍｐｌｅ.org", "ｅｘａｍｐｌｅ．ｏｒｇ", "example。org", "ｍａｉｌ。ｅｘａｍｐｌｅ。org"]
)
def test_nor_is_who_said_it_of_an_address_in_full_width(domain):
    then = f"vic@{domain}"
    BlockedAddress.objects.create(key=old_key(then), blocked_at=timezone.now())
    dana = factories.signed_in(None, factories.person("Dana"))
    dana.post("/invite/", {"address": then})
    assert may_reach(INVITATION_MAIL, list(Reminder.objects.filter(kind="invitation"))) == []


@both_databases
def test_a_row_that_waited_under_the_old_spelling_is_held_back_too():
    dana = factories.person("Dana")
    pairing.invite(dana, OWN, uuid.uuid4(), timezone.now())
    Reminder.objects.update(recipient=f"address:{old_key(OWN)}", address=OWN)
    BlockedAddress.objects.create(key=old_key(ASCII), blocked_at=timezone.now())
    assert may_reach(INVITATION_MAIL, list(Reminder.objects.filter(kind="invitation"))) == []


def test_one_mail_an_address_also_if_the_first_was_written_before():
    dana = factories.person("Dana")
    pairing.invite(dana, OWN, uuid.uuid4(), timezone.now())
    Reminder.objects.update(recipient=f"address:{old_key(OWN)}", address=OWN)
    pairing.withdraw(dana)
    pairing.invite(dana, ASCII, uuid.uuid4(), timezone.now())
    assert Reminder.objects.filter(kind="invitation").count() == 1


@both_databases
def test_a_mailbox_set_aside_before_stays_so_until_it_takes_a_mail():
    pairing.invite(factories.person("Dana"), ASCII, uuid.uuid4(), timezone.now())
    Mailbox.objects.create(key=old_key(OWN), failures=3, set_aside_at=timezone.now())
    mails = list(Reminder.objects.filter(kind="invitation"))
    assert set_aside(mails) == {mails[0].pk}
    note_deliveries([ASCII])
    assert not Mailbox.objects.exists()


def test_an_account_of_before_is_let_in_by_every_spelling():
    old_account(OWN)
    for typed in SPELLINGS:
        answer = Client().post("/account/login/", {"login": typed, "password": factories.PASSWORD})
        assert answer.status_code == 302, typed


@both_databases
def test_of_two_accounts_of_one_mailbox_each_is_let_in_by_its_own_spelling():
    one, other = old_account(OWN), old_account(ASCII, "Vera")
    other.set_password("another quiet hour")
    other.save()
    for typed, password, person in ((OWN, factories.PASSWORD, one), (ASCII, "another quiet hour", other)):
        client = Client()
        client.post("/account/login/", {"login": typed, "password": password})
        assert client.session["_auth_user_id"] == str(person.pk)


@both_databases
def test_codes_go_on_going_to_the_spelling_of_before_and_no_page_tells_of_it():
    old_account(OWN)
    for path, more in (("/account/password/reset/", {}), ("/account/signup/", factories.NEW)):
        pages = [
            Client().post(path, {**more, "email": ASCII.replace("vic", name)}, follow=True).content.decode()
            for name in ("vic", "eve")
        ]
        assert OWN in pages[0], "said as its owner writes it"
        assert without_chance(pages[0]).replace("vic@", "eve@") == without_chance(pages[1])
    mails = [row for row in Reminder.objects.order_by("pk") if row.address.startswith("vic")]
    assert [mail.address for mail in mails] == [OWN, OWN]
    assert [bool(re.search(r"^\s*\d{6}\s*$", mail.payload["text"], re.M)) for mail in mails] == [True, False]


@both_databases
def test_a_new_account_has_the_plain_spelling_and_signs_in_with_any():
    Client().post("/account/signup/", {**factories.NEW, "email": SPELLINGS[2]})
    assert EmailAddress.objects.get().email == ASCII
    EmailAddress.objects.update(verified=True)
    answer = Client().post("/account/login/", {"login": OWN, "password": factories.NEW["password1"]})
    assert answer.status_code == 302


@both_databases
def test_another_address_for_an_account_is_read_as_it_was_meant():
    client = Client()
    dana = factories.person("Dana")
    client.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "ｄａｎａ＠例え。テスト"})
    assert Reminder.objects.get(kind="account_mail").address == "dana@xn--r8jz45g.xn--zckzah"


def test_the_api_reads_an_address_as_the_page_does():
    dana = factories.signed_in(None, factories.person("Dana"))
    answer = dana.post("/api/v1/invitation/", {"address": "ｖｉｃ＠münchen。example"}, "application/json")
    assert (answer.status_code, answer.json()["address"]) == (201, ASCII)


def test_ones_own_address_is_ones_own_in_every_spelling():
    vic = factories.signed_in(None, old_account(OWN))
    for typed in SPELLINGS:
        assert vic.post("/invite/", {"address": typed}).status_code == 400, typed


def test_an_invitation_to_ones_own_address_connects_at_once():
    invitation = pairing.invite(factories.person("Dana"), ASCII, uuid.uuid4(), timezone.now())
    vic = old_account(OWN)
    vic.refresh_from_db()
    assert pairing.claim(invitation, vic, timezone.now()) is not None


@both_databases
def test_an_operator_finds_the_account_by_any_spelling():
    vic = old_account(OWN)
    operator = factories.signed_in(None, factories.staff_person())
    for typed in (OWN, ASCII, SPELLINGS[2]):
        found = operator.get("/operators/couples/user/", {"q": typed}).content.decode()
        assert f"/operators/couples/user/{vic.pk}/change/" in found, typed
