"""A "no" to an invitation cannot be seen, not even by opening one's own link or by claiming it with another account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.models import DIGITS_TRIES, Invitation
from tests.helpers import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return factories.person("Dana")


@pytest.fixture
def link(dana):
    return factories.open_invitation(dana)


def seen(client: Client, link: Invitation) -> tuple[int, str]:
    """What a browser gets behind the link, without what differs by chance."""
    answer = client.get(f"/join/{link.token}/")
    lines = answer.content.decode().splitlines()
    return answer.status_code, "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("whose", ["the inviter's", "nobody's", "another account's"])
def test_the_link_looks_the_same_after_a_no(link, dana, charlie, whose):
    client = {"the inviter's": dana, "nobody's": None, "another account's": charlie}[whose]
    browser = factories.signed_in(None, client) if client else Client()
    before = seen(browser, link)
    assert before[0] == 200
    Client().post(f"/join/{link.token}/decline/")
    assert seen(browser, link) == before


def test_a_second_account_of_the_inviter_cannot_tell_either(link, dana, charlie):
    pairing.decline(link, timezone.now())
    assert pairing.claim(pairing.find_invitation(link.token, timezone.now()), charlie, timezone.now()) is None
    page = factories.signed_in(None, dana).get("/invite/").content.decode()
    assert "Someone would like to join you" in page


def test_letting_go_of_a_claim_looks_like_digits_that_do_not_fit(link, dana, charlie):
    now = timezone.now()
    pairing.claim(link, charlie, now)
    digits = Invitation.objects.get().digits
    browser = factories.signed_in(None, dana)
    before = browser.get("/invite/").content.decode().count("Someone would like to join you")
    pairing.decline(link, now, charlie)
    assert browser.get("/invite/").content.decode().count("Someone would like to join you") == before == 1
    for _ in range(DIGITS_TRIES):
        with pytest.raises(pairing.WrongDigits):
            pairing.confirm_claim(dana, digits, now)
    with pytest.raises(pairing.TooManyTries):
        pairing.confirm_claim(dana, digits, now)


def test_a_claim_ends_by_its_claimers_no_alone(link, dana, charlie):
    """A link is in many hands: neither somebody without an account nor one with another ends what is not theirs."""
    now = timezone.now()
    pairing.claim(link, charlie, now)
    held = Invitation.objects.values().get()
    mallory = factories.signed_in(None, factories.person("Mallory"))
    pages = [browser.post(f"/join/{link.token}/decline/") for browser in (Client(), mallory)]
    assert mallory.post(f"/api/v1/invitations/{link.token}/decline/").status_code == 204
    assert [page.status_code for page in pages] == [200, 200], "a no looks the same, whoever holds the link"
    assert Invitation.objects.values().get() == held
    factories.signed_in(None, charlie).post(f"/join/{link.token}/decline/")
    assert Invitation.objects.get().claimed_by is None


def test_who_thought_it_over_can_still_join(link, dana, charlie):
    now = timezone.now()
    pairing.claim(link, charlie, now)
    pairing.decline(link, now, charlie)
    again = pairing.find_invitation(link.token, now)
    pairing.claim(again, charlie, now)
    assert pairing.confirm_claim(dana, again.digits, now).partner == charlie
