"""Two claims of one invitation, both accepting each other's at once, double taps on invite, both leaving at once."""

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError
from django.utils import timezone

from basics.refusals import Refusal
from couples.pairing import refusals
from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation, InvitationState
from couples.pairing.reminders import SAID_YES
from couples.seats import leaving
from couples.seats.models import Couple, Membership
from couples.seats.signals import member_left
from reminders.models import Reminder
from tests.helpers import factories
from tests.races.stage import NoGuard, interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()


@pytest.fixture
def charlie():
    return factories.person("Charlie")


# Double tap on invite


def two_taps_on_invite(dana):
    submission = uuid.uuid4()

    def tap():
        return pairing.invite(dana, "charlie@example.org", submission, NOW)

    return interleave(tap, tap, before=r'INSERT INTO "couples_invitation"')


def test_a_double_tap_on_invite_makes_one_invitation_and_one_mail(dana):
    first, second = two_taps_on_invite(dana)
    assert first.pk == second.pk
    assert Invitation.objects.count() == Reminder.objects.filter(kind="invitation").count() == 1


@pytest.mark.postgres
def test_companion_without_the_constraints_a_double_tap_makes_two(dana):
    with without(Invitation, "one_open_invitation", "invitation_submitted_once"):
        two_taps_on_invite(dana)
        assert Invitation.objects.count() == 2


# Two claims of one invitation


def two_claims(dana, charlie, link=None):
    link = link or factories.open_invitation(dana, now=NOW)

    def claim_by(user):
        mine = pairing.find_invitation(link.token, NOW)
        return lambda: pairing.claim(mine, user, NOW)

    return interleave(claim_by(charlie), claim_by(factories.person("Third")), before=r'UPDATE "couples_invitation"')


def test_of_two_claims_the_first_holds_the_invitation(dana, charlie):
    first, second = two_claims(dana, charlie)
    assert first is None
    assert isinstance(second, refusals.InvitationClosed)
    assert Invitation.objects.get().claimed_by == charlie


def test_of_two_who_take_up_what_was_let_go_of_one_does_and_the_claim_stays_the_same(dana, charlie):
    link = factories.open_invitation(dana, now=NOW)
    pairing.claim(link, charlie, NOW)
    pairing.decline(link, NOW, charlie)
    name = Invitation.objects.get().claim_name
    first, second = two_claims(dana, charlie, link)
    assert first is None
    assert isinstance(second, refusals.InvitationClosed)
    assert (Invitation.objects.get().claimed_by, Invitation.objects.get().claim_name) == (charlie, name)


@pytest.mark.postgres
def test_companion_with_an_unconditional_update_both_believe_that_they_hold_it(dana, charlie, monkeypatch):
    def take(invitation, claimer, now):
        if invitation.state == InvitationState.OPEN:
            claimed = {"state": InvitationState.CLAIMED, "claimed_by": claimer, "claimed_at": now, "digits": "0000"}
            Invitation.objects.filter(pk=invitation.pk).update(**claimed)

    monkeypatch.setattr(pairing, "_take", take)
    assert two_claims(dana, charlie) == [None, None]
    assert Invitation.objects.get().claimed_by != charlie, "the first one's digits are worth nothing"


# Somebody joins while the inviter takes the link back


def joined_while_taken_back(dana, charlie, before):
    link = factories.open_invitation(dana, now=NOW)
    mine = pairing.find_invitation(link.token, NOW)
    return interleave(lambda: pairing.claim(mine, charlie, NOW), lambda: pairing.withdraw(dana), before=before)


def yeses():
    return Reminder.objects.filter(kind="said_yes", state="pending")


@pytest.mark.postgres  # on SQLite one of the two writes first and whole
def test_a_yes_to_a_link_that_was_taken_back_first_is_told_nobody(dana, charlie):
    outcomes = joined_while_taken_back(dana, charlie, r'UPDATE "couples_invitation"')
    assert isinstance(outcomes[0], refusals.InvitationClosed)
    assert not yeses().exists()


def test_a_yes_that_was_taken_back_before_it_was_told_is_dropped(dana, charlie):
    assert joined_while_taken_back(dana, charlie, r'INSERT.* INTO "reminders_reminder"') == [None, True]
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert yeses().exists(), "the rows are there, and only their kind's question keeps them in"
    assert SAID_YES.decide(yeses(), NOW).keys() == {row.pk for row in yeses()}


@pytest.mark.postgres
def test_companion_with_an_unconditional_update_a_link_taken_back_is_claimed(dana, charlie, monkeypatch):
    def begin(usable, claimer, now):
        claimed = {"state": InvitationState.CLAIMED, "claimed_by": claimer, "claimed_at": now, "digits": "0000"}
        Invitation.objects.filter(inviter=dana).update(**claimed)

    monkeypatch.setattr(pairing, "_begin_claim", begin)
    joined_while_taken_back(dana, charlie, r'UPDATE "couples_invitation"')
    assert Invitation.objects.get().state == InvitationState.CLAIMED
    assert not SAID_YES.decide(yeses(), NOW), "and the inviter is told of it"


# Two addresses for the open link


def two_addresses(dana):
    factories.open_invitation(dana, now=NOW)

    def send_to(address):
        return lambda: pairing.invite(dana, address, uuid.uuid4(), NOW)

    return interleave(send_to("one@example.org"), send_to("two@example.org"), before=r'UPDATE "couples_invitation"')


def test_of_two_addresses_at_once_one_gets_the_mail(dana):
    outcomes = two_addresses(dana)
    assert [type(outcome) for outcome in outcomes].count(refusals.OpenAlready) == 1
    assert Reminder.objects.filter(kind="invitation").count() == 1


@pytest.mark.postgres
def test_companion_without_the_turn_both_get_it(dana, monkeypatch):
    monkeypatch.setattr(pairing, "_refuse_many_addresses", lambda inviter, now: None)
    two_addresses(dana)
    assert Reminder.objects.filter(kind="invitation").count() == 2


# One confirmation, tapped twice, and digits tried in parallel


def test_a_double_tap_on_confirm_makes_one_couple(dana, charlie):
    link = factories.open_invitation(dana, now=NOW)
    pairing.claim(link, charlie, NOW)
    digits = link.digits
    outcomes = interleave(
        lambda: pairing.confirm_claim(dana, digits, NOW),
        lambda: pairing.confirm_claim(dana, digits, NOW),
        before=r'UPDATE "couples_invitation"',
    )
    assert Couple.objects.count() == 1
    assert isinstance(outcomes[0], Membership)
    assert isinstance(outcomes[1], refusals.AlreadyConnected), "she is connected, and is told so"


def test_parallel_tries_cannot_go_beyond_the_limit(dana, charlie):
    link = factories.open_invitation(dana, now=NOW)
    pairing.claim(link, charlie, NOW)
    Invitation.objects.update(digits_tries=4, digits="0000")

    def guess():
        return pairing.confirm_claim(dana, "9999", NOW)

    outcomes = interleave(guess, guess, before=r'UPDATE "couples_invitation"')
    assert {type(outcome) for outcome in outcomes} == {refusals.WrongDigits, refusals.TooManyTries}


# Both invited each other, and both confirm at once


def both_confirm(dana, charlie):
    hers, his = factories.open_invitation(dana, now=NOW), factories.open_invitation(charlie, now=NOW)
    pairing.claim(hers, charlie, NOW)
    pairing.claim(his, dana, NOW)
    return interleave(
        lambda: pairing.confirm_claim(dana, hers.digits, NOW),
        lambda: pairing.confirm_claim(charlie, his.digits, NOW),
        before=r'INSERT INTO "couples_membership"|UPDATE "couples_invitation" SET "state"',
    )


def test_both_confirming_at_once_are_one_couple_and_nobody_meets_an_error(dana, charlie):
    outcomes = both_confirm(dana, charlie)
    assert Couple.objects.count() == 1
    assert {seat.user for seat in Membership.objects.active()} == {dana, charlie}
    assert all(isinstance(outcome, Membership | Refusal) for outcome in outcomes), outcomes


@pytest.mark.postgres
def test_companion_without_taking_turns_one_of_them_meets_an_error(dana, charlie, monkeypatch):
    monkeypatch.setattr(pairing, "_take_turns", lambda _people: True)
    outcomes = both_confirm(dana, charlie)
    assert any(isinstance(outcome, OperationalError) for outcome in outcomes), "a deadlock"


def both_accept(dana, charlie):
    """Each opens the other's mail and joins at the same moment; no digits are needed."""
    hers = factories.open_invitation(dana, charlie.email, NOW)
    his = factories.open_invitation(charlie, dana.email, NOW)
    return interleave(
        lambda: pairing.claim(hers, charlie, NOW),
        lambda: pairing.claim(his, dana, NOW),
        before=r'INSERT INTO "couples_membership"|UPDATE "couples_invitation" SET "state"',
    )


def test_both_accepting_at_once_are_one_couple_and_nobody_meets_an_error(dana, charlie):
    outcomes = both_accept(dana, charlie)
    assert Couple.objects.count() == 1
    assert all(isinstance(outcome, Membership | Refusal) for outcome in outcomes), outcomes


# Both leave at once


@pytest.fixture
def heard():
    """The closings that higher rooms were told of."""
    calls = []

    def hear(couple, **_kwargs):
        calls.append(couple.pk)

    member_left.connect(hear)
    yield calls
    member_left.disconnect(hear)


def both_leave(pair):
    return interleave(
        lambda: leaving.leave(pair.alice_seat, NOW),
        lambda: leaving.leave(pair.bob_seat, NOW),
        before=r'UPDATE "couples_membership"',
    )


def test_both_leaving_at_once_close_once(pair, heard):
    assert sorted(both_leave(pair)) == [False, True]
    assert len(heard) == 1
    assert Membership.objects.filter(couple=pair.couple, closing_untold=True).count() == 1
    assert not Membership.objects.active().filter(couple=pair.couple).exists()


@pytest.mark.postgres
def test_companion_without_the_row_update_one_of_them_meets_an_error(pair, monkeypatch):
    class Stub:
        objects = NoGuard()

    monkeypatch.setattr(leaving, "Couple", Stub)
    outcomes = both_leave(pair)
    assert any(isinstance(outcome, OperationalError) for outcome in outcomes), "they lock each other out"
