"""What the inviter and the receiver see of an invitation, on pages and in the API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from basics.links import absolute
from couples.pairing.models import Invitation, InvitationState
from couples.people.models import User

# From then on the app says to whoever invites, and to nobody else, that one can go on alone.
ALONE_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class InvitationAsSeen:
    """An open invitation for who made it: the same whether it was declined, blocked, or not opened."""

    # What a button on the page is about, should another invitation or claim have come since.
    id: uuid.UUID
    claim: str
    open_until: datetime
    link: str
    address: str
    waits_for_digits: bool
    # Whether nobody has joined for so long that one would like to go on: the same whatever became of the link.
    is_slow: bool
    # When it reads otherwise though nobody does anything.
    changes_at: datetime


def show_own_invitation(inviter: User, now: datetime) -> InvitationAsSeen | None:
    """Show the inviter the invitation that they hold, if it is not too old."""
    held = Invitation.objects.held_by(inviter).filter(expires_at__gt=now).first()
    return own_invitation_as_seen(held, now) if held else None


def own_invitation_as_seen(held: Invitation, now: datetime) -> InvitationAsSeen:
    """Return an invitation as its inviter sees it."""
    is_claimed, slow_from = held.state == InvitationState.CLAIMED, held.created_at + ALONE_AFTER
    return InvitationAsSeen(
        id=held.pk,
        claim=held.claim_name if is_claimed else "",
        open_until=held.expires_at,
        link=absolute(reverse("invitation", args=[held.token])),
        address=held.address,
        waits_for_digits=is_claimed,
        is_slow=now >= slow_from and not is_claimed,
        changes_at=slow_from if now < slow_from and not is_claimed else held.expires_at,
    )


@dataclass(frozen=True)
class ReceivedAsSeen:
    """An invitation for who opened its link. The digits are there for their claimer alone."""

    inviter_name: str
    is_own: bool
    is_claimed_by_me: bool
    digits: str
    # When the digits are good for nothing any more.
    ends_by: datetime | None


def show_received_invitation(invitation: Invitation, reader: User | AnonymousUser) -> ReceivedAsSeen:
    """Show an invitation to whoever has its link, with an account or without."""
    is_mine = reader.pk is not None and invitation.claimed_by_id == reader.pk
    return ReceivedAsSeen(
        inviter_name=invitation.inviter.name,
        is_own=invitation.inviter_id == reader.pk,
        is_claimed_by_me=is_mine,
        digits=invitation.digits if is_mine else "",
        ends_by=invitation.ends_by if is_mine else None,
    )
