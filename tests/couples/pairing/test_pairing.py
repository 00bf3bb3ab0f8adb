"""Inviting and connecting: from an open hand to two seats, and everything that must not work."""

from __future__ import annotations

import uuid

import pytest

from agreements.letters.models import Agreement
from couples.pairing import refusals
from couples.pairing import verbs as pairing
from couples.pairing.models import CLAIM_OPEN_FOR, DIGITS_TRIES, INVITATION_OPEN_FOR, Invitation, InvitationState
from couples.pairing.reminders import block_token
from couples.pairing.showing import show_own_invitation
from couples.seats.models import Couple, Membership
from reminders.addresses import address_key, block
from reminders.models import Reminder, State
from tests.couples.pairing.conftest import NOW
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")


def test_an_invitation_to_the_claimers_own_address_connects_at_once(dana, charlie):
    made = factories.open_invitation(dana, "Charlie@Example.org ", NOW)
    seat = pairing.claim(made, charlie, NOW)
    assert seat
    assert (seat.user, seat.seat, seat.partner) == (charlie, 2, dana)
    assert Invitation.objects.get().state == InvitationState.ACCEPTED


def test_a_plain_link_needs_four_digits_from_the_claimers_screen(link, dana, charlie):
    assert pairing.claim(link, charlie, NOW) is None
    assert not Membership.objects.exists()
    digits = Invitation.objects.get().digits
    assert len(digits) == 4
    seat = pairing.confirm_claim(dana, digits, NOW)
    assert (seat.user, seat.seat, seat.partner) == (dana, 1, charlie)
    assert Invitation.objects.get().digits == "", "digits are of no use any more"


def test_an_invitation_to_another_address_needs_digits_too(dana, charlie):
    made = factories.open_invitation(dana, "someone@else.example", NOW)
    assert pairing.claim(made, charlie, NOW) is None


@both_databases
def test_claiming_twice_keeps_the_digits(link, charlie):
    pairing.claim(link, charlie, NOW)
    first = Invitation.objects.get().digits
    pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW)
    assert Invitation.objects.get().digits == first


@both_databases
def test_a_double_tap_on_invite_makes_one_invitation(dana):
    submission = uuid.uuid4()
    made = [pairing.invite(dana, "charlie@example.org", submission, NOW) for _ in range(2)]
    assert made[0].pk == made[1].pk
    assert Invitation.objects.count() == Reminder.objects.count() == 1


def test_a_second_invitation_returns_the_open_one(dana, link):
    assert pairing.invite(dana, "", uuid.uuid4(), NOW).pk == link.pk


def test_an_expired_invitation_makes_room_for_a_new_one(dana, link):
    later = NOW + INVITATION_OPEN_FOR
    assert pairing.invite(dana, "", uuid.uuid4(), later).pk != link.pk


def test_inviting_oneself_is_refused_with_what_to_do(link, dana):
    with pytest.raises(refusals.InvitesOneself) as refusal:
        pairing.claim(link, dana, NOW)
    assert "Send the link to your partner" in str(refusal.value.message)


@both_databases
def test_whoever_is_connected_can_neither_invite_nor_claim(pair, link):
    with pytest.raises(refusals.AlreadyConnected):
        pairing.invite(pair.alice, "", uuid.uuid4(), NOW)
    with pytest.raises(refusals.AlreadyConnected):
        pairing.claim(link, pair.alice, NOW)
    assert Couple.objects.filter(closed_at__isnull=True).count() == 1


def use_up(link, dana, charlie):
    pairing.claim(link, charlie, NOW)
    pairing.confirm_claim(dana, link.digits, NOW)


CLOSED = {
    "expired": lambda link, dana, charlie: Invitation.objects.update(expires_at=NOW),
    "taken back": lambda link, dana, charlie: pairing.withdraw(dana),
    "used": use_up,
}


@both_databases
@pytest.mark.parametrize("how", CLOSED)
def test_a_closed_invitation_opens_nothing(link, dana, charlie, how):
    CLOSED[how](link, dana, charlie)
    with pytest.raises(refusals.InvitationClosed):
        pairing.find_invitation(link.token, NOW)
    late = factories.person("Late")
    with pytest.raises((refusals.InvitationClosed, refusals.AlreadyConnected)):
        pairing.claim(link, late, NOW)
    assert not Membership.objects.of(late).exists()


@pytest.mark.parametrize("token", ["", "x", "\0", "🫂", "a" * 10_000])
def test_an_unknown_token_is_like_a_closed_one(token):
    with pytest.raises(refusals.InvitationClosed):
        pairing.find_invitation(token, NOW)


def test_a_third_person_cannot_take_over_a_claim(link, charlie):
    pairing.claim(link, charlie, NOW)
    with pytest.raises(refusals.InvitationClosed):
        pairing.claim(pairing.find_invitation(link.token, NOW), factories.person("Third"), NOW)
    assert Invitation.objects.get().claimed_by == charlie


def test_a_claim_that_nobody_confirms_makes_room_after_a_day(link, charlie):
    pairing.claim(link, charlie, NOW)
    third = factories.person("Third")
    pairing.claim(pairing.find_invitation(link.token, NOW), third, NOW + CLAIM_OPEN_FOR)
    assert Invitation.objects.get().claimed_by == third


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10_000:04d}"


@both_databases
def test_wrong_digits_connect_nobody_and_say_so(link, dana, charlie):
    pairing.claim(link, charlie, NOW)
    with pytest.raises(refusals.WrongDigits) as refusal:
        pairing.confirm_claim(dana, wrong(link.digits), NOW)
    assert "after tapping Join" in str(refusal.value.message)
    assert not Membership.objects.exists()


def test_after_five_wrong_tries_even_the_right_digits_are_void(link, dana, charlie):
    pairing.claim(link, charlie, NOW)
    digits = link.digits
    for _ in range(DIGITS_TRIES):
        with pytest.raises(refusals.WrongDigits):
            pairing.confirm_claim(dana, wrong(digits), NOW)
    with pytest.raises(refusals.TooManyTries):
        pairing.confirm_claim(dana, digits, NOW)
    assert not Membership.objects.exists()
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_the_inviter_can_send_a_claimer_away(link, dana, charlie):
    pairing.claim(link, charlie, NOW)
    digits = link.digits
    pairing.refuse_claim(dana)
    with pytest.raises(refusals.WrongDigits):
        pairing.confirm_claim(dana, digits, NOW)
    assert pairing.find_invitation(link.token, NOW).digits == ""


@both_databases
def test_a_page_about_an_earlier_claimer_sends_nobody_away(link, dana, charlie, eve):
    pairing.claim(link, charlie, NOW)
    shown = show_own_invitation(dana, NOW).claim
    later = NOW + CLAIM_OPEN_FOR
    pairing.claim(pairing.find_invitation(link.token, later), eve, later)
    with pytest.raises(refusals.AnotherClaim):
        pairing.refuse_claim(dana, shown)
    assert Invitation.objects.get(inviter=dana).claimed_by == eve
    pairing.refuse_claim(dana, show_own_invitation(dana, later).claim)
    assert Invitation.objects.get(inviter=dana).state == InvitationState.OPEN
    pairing.refuse_claim(dana, shown)


def test_declining_changes_no_name_of_the_claim(link, dana, charlie):
    pairing.claim(link, charlie, NOW)
    before = show_own_invitation(dana, NOW)
    pairing.decline(link, NOW, charlie)
    assert show_own_invitation(dana, NOW) == before


@both_databases
def test_a_page_about_an_earlier_invitation_takes_no_later_one_back(link, dana):
    pairing.withdraw(dana, link.pk)
    later = factories.open_invitation(dana, now=NOW)
    with pytest.raises(refusals.AnotherInvitation):
        pairing.withdraw(dana, link.pk)
    assert show_own_invitation(dana, NOW).id == later.pk
    pairing.withdraw(dana, later.pk)
    pairing.withdraw(dana, later.pk)
    assert show_own_invitation(dana, NOW) is None


@both_databases
@pytest.mark.parametrize("address", ["withdraw", "refuse"])
def test_nothing_is_said_to_be_taken_back_once_two_are_connected(link, dana, charlie, client, address):
    """The partner may have come by the link, or by the digits in another window, a moment before the tap."""
    pairing.claim(link, charlie, NOW)
    pairing.confirm_claim(dana, link.digits, NOW)
    html = factories.signed_in(client, dana).post(f"/invite/{address}/", follow=True).content.decode()
    assert str(refusals.AlreadyConnected.message) in html
    assert "no longer works" not in html
    assert "Nobody has joined" not in html


def test_taking_back_what_is_not_open_says_so(dana, client):
    html = factories.signed_in(client, dana).post("/invite/withdraw/", follow=True).content.decode()
    assert "Nothing was open any more." in html


def test_the_open_link_can_be_sent_by_mail_to_one_address(link, dana, charlie, client):
    browser = factories.signed_in(client, dana)
    for address in ("CHARLIE@example.org", "charlie@example.org", ""):
        assert browser.post("/invite/", {"address": address}).status_code == 302
    assert mails().get().payload["token"] == link.token
    assert "charlie@example.org" in browser.get("/invite/").content.decode()
    answer = browser.post("/invite/", {"address": "friend@example.org"})
    assert answer.status_code == 400
    assert "no mail went to friend@example.org" in answer.content.decode()
    assert mails().get().address == "charlie@example.org"
    assert pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW), "the mailbox stands for the digits"


def test_digits_typed_before_anybody_joined_are_counted_and_begin_anew(link, dana, charlie):
    for _round in range(2):
        for _ in range(DIGITS_TRIES):
            with pytest.raises(refusals.WrongDigits):
                pairing.confirm_claim(dana, "0000", NOW)
        with pytest.raises(refusals.TooManyTries):
            pairing.confirm_claim(dana, "0000", NOW)
    pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW)
    assert pairing.confirm_claim(dana, Invitation.objects.get().digits, NOW)


def test_digits_without_an_invitation_say_that_nothing_is_open(dana, pair):
    with pytest.raises(refusals.ClaimGone) as refusal:
        pairing.confirm_claim(dana, "0000", NOW)
    assert str(refusal.value.message) == "Nothing was open any more."
    with pytest.raises(refusals.AlreadyConnected):
        pairing.confirm_claim(pair.alice, "0000", NOW)


@pytest.mark.parametrize(("address", "sent"), [("withdraw", "invitation"), ("refuse", "claim")])
def test_buttons_of_an_old_page_say_what_stands(link, dana, charlie, client, address, sent):
    pairing.claim(link, charlie, NOW)
    page = factories.signed_in(client, dana).post(f"/invite/{address}/", {sent: uuid.uuid4()}, follow=True)
    assert "That page was about an earlier" in page.content.decode()
    assert Invitation.objects.get().claimed_by == charlie


def test_a_claimer_who_connected_elsewhere_is_not_told_about_to_the_inviter(link, dana, charlie):
    """The inviter, who is alone, must not read "you are connected already", nor learn where the other is."""
    pairing.claim(link, charlie, NOW)
    factories.connected_couple(charlie, factories.person("Elsewhere"))
    with pytest.raises(refusals.InvitationClosed):
        pairing.confirm_claim(dana, link.digits, NOW)
    assert not Membership.objects.of(dana).exists()


def test_connecting_closes_what_the_claimer_had_open(link, dana, charlie):
    own = factories.open_invitation(charlie, now=NOW)
    pairing.claim(link, charlie, NOW)
    pairing.confirm_claim(dana, link.digits, NOW)
    own.refresh_from_db()
    assert own.state == InvitationState.WITHDRAWN


@both_databases
def test_two_who_were_connected_can_connect_again_and_see_nothing_old(pair, eve):
    factories.proposed_rule(pair)
    pair.left()
    again = factories.connected_couple(pair.alice, pair.bob)
    assert again.couple.pk != pair.couple.pk
    assert not Agreement.objects.of(again.alice_seat).exists()


# The one mail


def mails():
    return Reminder.objects.filter(kind="invitation", state=State.PENDING)


def test_one_mail_ever_goes_to_an_address_from_one_inviter(dana):
    for _ in range(3):
        factories.open_invitation(dana, "charlie@example.org", NOW)
        pairing.withdraw(dana)
    assert Reminder.objects.filter(kind="invitation").count() == 1


def test_the_mail_is_keyed_by_a_hash_and_holds_no_name(dana):
    factories.open_invitation(dana, "charlie@example.org", NOW)
    mail = mails().get()
    assert "charlie" not in mail.recipient
    assert "Dana" not in str(mail.payload)


def decided(mail, now=NOW):
    """Return whether the mail would be sent."""
    from couples.pairing.reminders import INVITATION_MAIL

    return not INVITATION_MAIL.decide([mail], now)


@both_databases
def test_the_mail_is_dropped_when_its_invitation_was_taken_back(dana):
    factories.open_invitation(dana, "charlie@example.org", NOW)
    assert decided(mails().get())
    pairing.withdraw(dana)
    assert not decided(mails().get())


def test_a_mail_to_a_mistyped_address_is_dropped_although_another_invitation_is_open(dana):
    factories.open_invitation(dana, "charly@example.org", NOW)
    pairing.withdraw(dana)
    factories.open_invitation(dana, "charlie@example.org", NOW)
    sent = {mail.address: decided(mail) for mail in mails()}
    assert sent == {"charly@example.org": False, "charlie@example.org": True}


def test_a_blocked_address_changes_nothing_for_the_inviter(dana):
    block(address_key("charlie@example.org"), NOW)
    made = factories.open_invitation(dana, "charlie@example.org", NOW)
    assert made.state == InvitationState.OPEN
    assert block_token("charlie@example.org") != block_token("other@example.org")


def test_both_see_that_they_are_connected(dana, charlie):
    """Each has one in-app line due at once."""
    factories.connected_couple(dana, charlie, NOW)
    told = Reminder.objects.filter(kind="connected").values_list("user", "channel")
    assert set(told) == {(dana.pk, "in_app"), (charlie.pk, "in_app")}
