"""Inviting, joining and leaving by pages: what one learns of the other, and what is said when it does not work."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation
from couples.pairing.reminders import block_token
from couples.people.models import User
from couples.seats.models import Couple, Membership
from reminders.addresses import address_key, block
from reminders.models import BlockedAddress, Reminder
from tests.helpers import factories
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def dana_client(dana):
    return factories.signed_in(None, dana)


def told(response):
    body = without_chance(response.content.decode())
    return response.status_code, body


# The inviter learns of one thing alone: that it worked

UNSEEN = {
    "nothing happened": lambda invitation: None,
    "declined": lambda invitation: pairing.decline(invitation, timezone.now()),
    "blocked": lambda invitation: block(address_key("someone@example.org"), timezone.now()),
    "connected elsewhere": lambda invitation: factories.connected_couple(
        factories.person("Someone"), factories.person("Else")
    ),
    "opened and read": lambda invitation: Client().get(f"/join/{invitation.token}/"),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_the_inviters_pages_are_the_same_whatever_the_other_did(dana, dana_client, what):
    with time_machine.travel(NOW, tick=False):
        made = factories.open_invitation(dana, "someone@example.org")
        before = [told(dana_client.get(path)) for path in ("/invite/", "/today/", "/more/", "/notices/")]
        UNSEEN[what](made)
        after = [told(dana_client.get(path)) for path in ("/invite/", "/today/", "/more/", "/notices/")]
    assert before == after


def test_the_companion_a_claim_is_shown_to_the_inviter(dana, dana_client, link, charlie):
    before = told(dana_client.get("/invite/"))
    pairing.claim(link, charlie, timezone.now())
    assert told(dana_client.get("/invite/")) != before


def test_inviting_again_after_a_refusal_looks_as_if_it_were_open(dana, dana_client, link):
    pairing.decline(link, timezone.now())
    response = dana_client.post("/invite/", {"address": "", "submission": str(uuid.uuid4())}, follow=True)
    assert link.token in response.content.decode()


# Bad input


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("dana@example.org", "This is your own address"),
        (" DANA@example.org ", "This is your own address"),
        ("not an address", "valid email address"),
        ("a\0@example.org", "Null characters"),
        ("x" * 400 + "@example.org", "valid email address"),
    ],
)
def test_a_wrong_address_is_said_and_stays_in_the_field(dana_client, address, message):
    response = dana_client.post("/invite/", {"address": address, "submission": str(uuid.uuid4())})
    html = response.content.decode()
    assert response.status_code == 400
    assert message.lower().replace("e-mail", "email") in html.lower().replace("e-mail", "email")
    if "\0" not in address:
        assert address.strip() in html
    assert not Invitation.objects.exists()


def test_a_double_tap_on_invite_makes_one_invitation_and_one_mail(dana_client):
    data = {"address": "someone@example.org", "submission": str(uuid.uuid4())}
    for _ in range(2):
        assert dana_client.post("/invite/", data).status_code == 302
    assert Invitation.objects.count() == Reminder.objects.filter(kind="invitation").count() == 1


def use_up(link, claimer):
    pairing.claim(link, claimer, timezone.now())
    pairing.confirm_claim(link.inviter, link.digits, timezone.now())


CLOSED = {
    "expired": lambda link: Invitation.objects.update(expires_at=timezone.now()),
    "taken back": lambda link: pairing.withdraw(link.inviter),
    "used": lambda link: use_up(link, factories.person("Other")),
    "unknown": lambda link: Invitation.objects.all().delete(),
}


@pytest.mark.parametrize("how", CLOSED)
@pytest.mark.parametrize("action", ["", "claim/", "decline/"])
def test_every_closed_link_answers_the_same_and_says_what_to_do(link, charlie_client, how, action):
    CLOSED[how](link)
    send = charlie_client.post if action else charlie_client.get
    response = send(f"/join/{link.token}/{action}")
    assert response.status_code == 410
    assert told(response) == told(charlie_client.get("/join/never-was/"))
    assert "new one" in response.content.decode()


def test_a_declined_link_looks_and_works_as_before_also_for_its_inviter(link, charlie_client, dana_client):
    """Whoever invites has the link too, and could try it: see docs/adr/0007."""
    with time_machine.travel(NOW, tick=False):
        before = [told(client.get(f"/join/{link.token}/")) for client in (charlie_client, dana_client)]
        assert charlie_client.post(f"/join/{link.token}/decline/").status_code == 200
        after = [told(client.get(f"/join/{link.token}/")) for client in (charlie_client, dana_client)]
    assert before == after


def test_ones_own_link_says_whom_to_send_it_to(link, dana_client):
    assert "own invitation" in dana_client.get(f"/join/{link.token}/").content.decode()
    html = dana_client.post(f"/join/{link.token}/claim/", follow=True).content.decode()
    assert "Send the link to your partner" in html
    assert not Membership.objects.exists()


def test_a_third_person_who_is_connected_reads_why_it_does_not_work(link, alice_client):
    html = alice_client.post(f"/join/{link.token}/claim/", follow=True).content.decode()
    assert "You use Steady with someone already" in html
    assert Couple.objects.filter(closed_at__isnull=True).count() == 1


def test_wrong_digits_say_so_and_the_right_ones_connect(link, dana_client, charlie, charlie_client):
    charlie_client.post(f"/join/{link.token}/claim/")
    digits = Invitation.objects.get().digits
    assert digits in charlie_client.get(f"/join/{link.token}/").content.decode(), "on the claimer's screen"
    assert digits not in dana_client.get("/invite/").content.decode(), "and on no other"
    for wrong in (f"{(int(digits) + 1) % 10_000:04d}", "12", "", "four", "\0", "١٢٣٤5"):
        response = dana_client.post("/invite/confirm/", {"digits": wrong})
        assert response.status_code == 400, wrong
        assert "igits" in response.content.decode()
    assert dana_client.post("/invite/confirm/", {"digits": digits}).status_code == 302
    assert Membership.objects.active().count() == 2


def test_nobody_else_sees_the_digits(link, charlie_client):
    charlie_client.post(f"/join/{link.token}/claim/")
    digits = Invitation.objects.get().digits
    third = factories.signed_in(None, factories.person("Third"))
    for client in (third, Client()):
        assert digits not in client.get(f"/join/{link.token}/").content.decode()


# Don't write again


def test_opening_the_link_in_the_mail_blocks_nothing_and_sending_the_form_does(client):
    path = reverse("block_address", args=[block_token("someone@example.org")])
    assert client.get(path).status_code == 200
    assert not BlockedAddress.objects.exists()
    for _ in range(2):
        assert client.post(path).status_code == 200
    assert BlockedAddress.objects.get().key == address_key("someone@example.org")


@pytest.mark.parametrize("token", ["x", "a:b:c", "🫂", "a" * 5000])
def test_a_forged_block_link_is_not_there(client, token):
    assert client.post(reverse("block_address", args=[token])).status_code == 404


# Leaving


def test_after_leaving_the_next_request_is_closed(pair, alice_client, bob_client):
    rule = factories.agreed_response_rule(pair, please="one WORD")
    check_in = factories.opened_check_in(pair, words="ANSWER")
    paths = [
        f"/agreements/{rule.pk}/",
        f"/check-ins/{check_in.pk}/",
        "/check-ins/",
        "/pause/",
        "/today/",
        "/agreements/",
    ]
    assert alice_client.post("/leave/").status_code == 302
    for client in (alice_client, bob_client):
        for path in paths:
            html = client.get(path).content.decode()
            assert "one WORD" not in html, path
            assert "ANSWER" not in html, path


def test_the_other_finds_one_neutral_line_until_they_put_it_away(pair, alice_client, bob_client):
    alice_client.post("/leave/")
    assert reverse("closing_told") not in alice_client.get("/today/").content.decode()
    html = bob_client.get("/today/").content.decode()
    assert reverse("closing_told") in html
    line = re.search(r"<main.*</main>", html, re.DOTALL)
    assert line
    assert "Alice" not in line[0], "neutral: nobody is named"
    bob_client.post("/today/told/")
    assert reverse("closing_told") not in bob_client.get("/today/").content.decode()


def test_after_leaving_each_keeps_their_own_and_the_agreed_words(pair, alice_client, bob_client):
    factories.agreed_response_rule(pair, please="AGREED-WORDS")
    factories.opened_check_in(pair, words="ANSWER")
    pair.left()
    for client, mine, theirs in ((alice_client, "Alice", "Bob"), (bob_client, "Bob", "Alice")):
        html = client.get(f"/earlier/{pair.couple.pk}/").content.decode()
        assert "AGREED-WORDS" in html
        assert f"ANSWER from {mine}" in html
        assert f"ANSWER from {theirs}" not in html


def test_a_double_tap_on_leave_is_no_error(pair, alice_client):
    assert alice_client.post("/leave/").status_code == 302
    assert alice_client.post("/leave/").status_code == 403, "nothing is left to leave; the page says how to connect"


def test_an_open_invitation_says_until_when(dana_client, link):
    until = timezone.localdate() + timedelta(days=7)
    assert f"{until.day}" in dana_client.get("/invite/").content.decode()


def test_a_page_about_an_earlier_connection_ends_no_other_one(pair, alice_client):
    stale = alice_client.get("/leave/").content.decode()
    assert f'name="couple" value="{pair.couple.pk}"' in stale
    pair.left()
    again = factories.connected_couple(User.objects.get(pk=pair.alice.pk), factories.person("Charlie"))
    page = alice_client.post("/leave/", {"couple": str(pair.couple.pk)}, follow=True).content.decode()
    assert "That page was about an earlier time together, so nothing has happened." in page
    again.couple.refresh_from_db()
    assert again.couple.closed_at is None
    alice_client.post("/leave/", {"couple": str(again.couple.pk)})
    again.couple.refresh_from_db()
    assert again.couple.closed_at is not None
