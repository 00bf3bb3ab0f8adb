"""Invitations cannot be used to bother somebody: one mail a mailbox, few mailboxes, and "don't write again" holds."""

from __future__ import annotations

import uuid
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from couples.pairing import refusals
from couples.pairing import verbs as pairing
from couples.pairing.reminders import BLOCK_SALT, block_token, read_block_token
from couples.people.models import User
from reminders.addresses import address_key, mailbox_key
from reminders.models import BlockedAddress, Reminder
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("counters in rows")]
NOW = timezone.now()


def invite_anew(inviter: User, address: str, now=NOW) -> None:
    pairing.withdraw(inviter)
    pairing.invite(inviter, address, uuid.uuid4(), now)


def mails() -> int:
    return Reminder.objects.filter(kind="invitation").count()


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("vic@example.org", "vic+again@example.org", True),
        ("vic+1@example.org", "VIC+2@example.org", True),
        ("v.ic@gmail.com", "vic+x@gmail.com", True),
        ("v.ic@example.org", "vic@example.org", False),
        ("vic@example.org", "vic@example.net", False),
        ("+a@example.org", "+b@example.org", False),
    ],
)
def test_a_mailbox_is_written_to_once_whatever_its_tags(dana, first, second, is_one):
    assert (mailbox_key(first) == mailbox_key(second)) is is_one
    invite_anew(dana, first)
    invite_anew(dana, second)
    assert mails() == (1 if is_one else 2)


def test_dont_write_again_holds_for_every_tag(dana):
    Client().post(f"/no-mail/{block_token('vic+one@example.org')}/")
    invite_anew(dana, "vic+two@example.org")
    recipient = Reminder.objects.get(kind="invitation").recipient
    assert BlockedAddress.objects.filter(pk=recipient.removeprefix("address:")).exists()


def test_the_link_of_a_mail_from_before_still_says_it():
    key = mailbox_key("vic@example.org")
    old, new = signing.dumps(key, salt=BLOCK_SALT), block_token("vic@example.org")
    assert read_block_token(old) == read_block_token(new) == key
    assert key.encode() not in urlsafe_b64decode(f"{new}==")
    assert Client().post(f"/no-mail/{old}/").status_code == 200
    assert Client().post(f"/no-mail/{new[:-9]}AAAAAAAAA/").status_code == 404


def test_a_tag_makes_nobody_the_owner_of_an_invitation(dana, charlie):
    """Not every server reads tags the same: only the very address connects without digits."""
    assert address_key("charlie+x@example.org") != address_key(charlie.email)
    invitation = pairing.invite(dana, "charlie+x@example.org", uuid.uuid4(), NOW)
    assert pairing.claim(invitation, charlie, NOW) is None


def test_ever_new_addresses_are_refused_and_the_link_is_not(dana):
    for number in range(pairing.ADDRESSES.most):
        invite_anew(dana, f"stranger-{number}@example.org")
    with pytest.raises(refusals.TooManyAddresses):
        invite_anew(dana, "one-more@example.org")
    assert mails() == pairing.ADDRESSES.most
    assert pairing.invite(dana, "", uuid.uuid4(), NOW).address == ""
    invite_anew(dana, "one-more@example.org", NOW + pairing.ADDRESSES.within + timedelta(seconds=1))


def test_page_and_api_say_what_to_do(dana):
    for number in range(pairing.ADDRESSES.most):
        invite_anew(dana, f"stranger-{number}@example.org", timezone.now())
    pairing.withdraw(dana)
    browser = factories.signed_in(None, dana)
    page = browser.post("/invite/", {"address": "one-more@example.org"})
    assert page.status_code == 400
    assert str(refusals.TooManyAddresses.message) in page.content.decode()
    answer = browser.post("/api/v1/invitation/", {"address": "one-more@example.org"}, "application/json")
    assert answer.status_code == 429
    assert answer.json()["errors"][0]["pointer"] == "#/address"
