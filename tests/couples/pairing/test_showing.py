"""What each side sees of an invitation, and of being connected."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.showing import show_own_invitation, show_received_invitation
from couples.seats import leaving
from couples.seats.showing import show_connection
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def test_the_digits_are_shown_to_their_claimer_alone(charlie, strangers):
    link = factories.open_invitation(factories.person("Dana"))
    pairing.claim(link, charlie, timezone.now())
    assert show_received_invitation(link, charlie).digits == link.digits != ""
    for reader in (AnonymousUser(), link.inviter, strangers.alice):
        shown = show_received_invitation(link, reader)
        assert (shown.digits, shown.is_claimed_by_me) == ("", False)


def test_nobody_signed_in_neither_made_nor_claimed_an_invitation(charlie):
    shown = show_received_invitation(factories.open_invitation(charlie), AnonymousUser())
    assert not shown.is_own
    assert not shown.is_claimed_by_me


def test_an_invitation_that_is_too_old_is_not_shown_to_its_inviter(charlie):
    link = factories.open_invitation(charlie)
    assert show_own_invitation(charlie, timezone.now())
    assert show_own_invitation(charlie, link.expires_at) is None


def test_connecting_anew_does_not_put_away_the_line_about_the_connection_before(pair, charlie):
    leaving.leave(pair.bob_seat, timezone.now())
    link = factories.open_invitation(pair.alice)
    pairing.claim(link, charlie, timezone.now())
    link.refresh_from_db()
    seat = pairing.confirm_claim(pair.alice, link.digits, timezone.now())
    shown = show_connection(pair.alice, seat)
    assert (shown.connected, shown.partner, shown.closing_untold) == (True, charlie, True)
