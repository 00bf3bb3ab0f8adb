"""What each side sees of an invitation, and of being connected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation
from couples.pairing.showing import ALONE_AFTER, show_own_invitation, show_received_invitation
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


def test_after_two_days_the_inviter_alone_reads_that_they_can_go_on_alone(charlie, pair):
    link = factories.open_invitation(charlie)
    slow_from = link.created_at + ALONE_AFTER
    before, after = slow_from - timedelta(seconds=1), slow_from
    shown = show_own_invitation(charlie, before)
    assert (shown.is_slow, shown.changes_at) == (False, slow_from)
    shown = show_own_invitation(charlie, after)
    assert (shown.is_slow, shown.changes_at) == (True, link.expires_at)
    words = "You can use it alone meanwhile"
    mine = factories.signed_in(None, charlie)
    assert not [path for path in ("/today/", "/invite/") if words in mine.get(path).content.decode()]
    Invitation.objects.update(created_at=timezone.now() - ALONE_AFTER)
    for path in ("/today/", "/invite/"):
        page = mine.get(path).content.decode()
        assert words in page
        assert f'data-share="http://testserver/join/{link.token}/"' in page.replace("localhost:8000", "testserver")
    for other in (pair.alice, factories.person("Dana")):
        assert words not in factories.signed_in(None, other).get(f"/join/{link.token}/").content.decode()
    unread = show_own_invitation(charlie, after)
    pairing.decline(link, timezone.now())
    assert show_own_invitation(charlie, after) == unread, "a no changes nothing that its inviter sees"
    pairing.claim(link, factories.person("Vera"), timezone.now())
    assert not show_own_invitation(charlie, after).is_slow


def test_connecting_anew_does_not_put_away_the_line_about_the_connection_before(pair, charlie):
    leaving.leave(pair.bob_seat, timezone.now())
    link = factories.open_invitation(pair.alice)
    pairing.claim(link, charlie, timezone.now())
    link.refresh_from_db()
    seat = pairing.confirm_claim(pair.alice, link.digits, timezone.now())
    shown = show_connection(pair.alice, seat)
    assert (shown.connected, shown.partner, shown.closing_untold) == (True, charlie, True)
