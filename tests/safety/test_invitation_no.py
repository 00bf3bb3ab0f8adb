"""A "no" to an invitation cannot be seen, not even by opening one's own link or by claiming it with another account."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from couples.pairing import refusals
from couples.pairing import verbs as pairing
from couples.pairing.models import DIGITS_TRIES, Invitation
from reminders.models import Reminder, State
from tests.helpers import factories
from tests.helpers.pages import without_chance
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db


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
    assert "Someone said yes to your invitation" in page


def test_letting_go_of_a_claim_looks_like_digits_that_do_not_fit(link, dana, charlie):
    now = timezone.now()
    pairing.claim(link, charlie, now)
    digits = Invitation.objects.get().digits
    browser = factories.signed_in(None, dana)
    before = browser.get("/invite/").content.decode().count("Someone said yes to your invitation")
    pairing.decline(link, now, charlie)
    assert browser.get("/invite/").content.decode().count("Someone said yes to your invitation") == before == 1
    for _ in range(DIGITS_TRIES):
        with pytest.raises(refusals.WrongDigits):
            pairing.confirm_claim(dana, digits, now)
    with pytest.raises(refusals.TooManyTries):
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


# All that the inviter gets, byte for byte

NOW = timezone.now()
INVITERS = ("/invite/", "/today/", "/more/", "/notices/", "/api/v1/invitation/", "/api/v1/notices/")


def all_of(browser: Client) -> list[tuple[int, str, str]]:
    """What the inviter's pages are, without what differs by chance, once all that is due was sent."""
    send_due(timezone.now())
    return [said(browser.get(path)) for path in INVITERS]


def said(answer) -> tuple[int, str, str]:
    return answer.status_code, answer.headers.get("ETag", ""), without_chance(answer.content.decode())


def acts_without_a_yes(link: Invitation, charlie: Client) -> list:
    """What somebody may do with a link and keep to themself; Join without an account is not said to anybody yet."""
    at = f"/join/{link.token}/"
    return [
        lambda: Client().get(at),
        lambda: charlie.get(at),
        lambda: Client().post(f"{at}claim/"),
        lambda: Client().post(f"{at}decline/"),
        lambda: charlie.post(f"{at}decline/"),
        lambda: charlie.get(f"/api/v1/invitations/{link.token}/"),
        lambda: charlie.post(f"/api/v1/invitations/{link.token}/decline/"),
    ]


def test_nothing_but_a_yes_changes_a_byte_for_the_inviter(link, dana, charlie):
    hers, his = factories.signed_in(None, dana), factories.signed_in(None, charlie)
    with time_machine.travel(NOW, tick=False) as clock:
        before = all_of(hers)
        for act in acts_without_a_yes(link, his):
            clock.shift(60)
            assert act().status_code in (200, 204, 302)
            assert all_of(hers) == before
        rows = list(Reminder.objects.filter(user=dana).values())
        assert rows == []
        his.post(f"/join/{link.token}/claim/")
        assert all_of(hers) != before, "the companion: a yes is there to be seen"


def test_letting_go_and_joining_again_changes_no_byte_either(link, dana, charlie):
    """Else a second notice, or a new name of the claim, would tell of the no between them."""
    hers, his = factories.signed_in(None, dana), factories.signed_in(None, charlie)
    with time_machine.travel(NOW, tick=False) as clock:
        his.post(f"/join/{link.token}/claim/")
        before = all_of(hers)
        rows = list(Reminder.objects.filter(user=dana).values())
        for act in ("decline", "claim", "decline", "claim"):
            clock.shift(60)
            his.post(f"/join/{link.token}/{act}/")
            assert all_of(hers) == before
        assert list(Reminder.objects.filter(user=dana).values()) == rows


def tried(browser: Client) -> list[tuple[int, str, str]]:
    """Type digits until it is too often; return all answers, and what stands there afterwards."""
    answers = [browser.post("/invite/confirm/", {"digits": "0000"}, follow=True) for _ in range(DIGITS_TRIES + 1)]
    return [said(answer) for answer in answers]


def test_digits_are_answered_alike_whether_nobody_joined_or_somebody_thought_better_of_it(link, dana, charlie):
    hers = factories.signed_in(None, dana)
    with time_machine.travel(NOW, tick=False):
        nobody = tried(hers)
        pairing.decline(link, NOW)
        assert tried(hers) == nobody
        pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW)
        Invitation.objects.update(digits="1111")
        others = tried(hers)
        pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW)
        pairing.decline(link, NOW, charlie)
        let_go = tried(hers)
    # Names that are drawn anew for each claim, and at each change that the inviter sees.
    name = re.compile(r'name="claim" value="[^"]*"|seen=[\w-]+')
    assert [name.sub("", body) for _, _, body in let_go] == [name.sub("", body) for _, _, body in others]
    sentence = re.compile(r"These digits don.{1,6}t fit[^<]*|That was wrong too often[^<]*")
    assert [sentence.findall(body) for *_, body in nobody] == [sentence.findall(body) for *_, body in others]
    assert all(sentence.findall(body) for *_, body in nobody)


def test_a_mail_asked_for_after_a_no_goes_out_like_any_other(link, dana):
    """To a mailbox of one's own, for instance: if it did not come, that would tell."""
    pairing.decline(link, timezone.now())
    factories.signed_in(None, dana).post("/invite/", {"address": "second@example.org"})
    send_due(timezone.now())
    assert Reminder.objects.get(kind="invitation").state == State.SENT
