"""The seats that a person has, and those that they had, each with who sat beside them."""

from __future__ import annotations

from couples.people.models import User
from couples.people.names import someone
from couples.seats.access import membership_of
from couples.seats.models import Membership


def seats_of(user: User) -> list[Membership]:
    """Return all of a person's seats with the partners, the present one first. Three queries for any number."""
    seat = membership_of(user)
    return [*([seat] if seat else []), *ended_seats(user)]


def ended_seats(user: User) -> list[Membership]:
    """Return the person's seats in closed couples, the newest first, with the partners. Two queries for any number."""
    own = (
        Membership.objects.of(user).filter(ended_at__isnull=False).select_related("couple").order_by("-ended_at", "pk")
    )
    seats = list(own)
    others = Membership.objects.filter(couple__in=[seat.couple_id for seat in seats]).exclude(user=user)
    partners = {other.couple_id: as_known_then(other) for other in others.select_related("user")}
    for seat in seats:
        seat.user, seat.partner = user, partners[seat.couple_id]
        seat.partner.tint = seat.tint.other
    return seats


def as_known_then(seat: Membership) -> User:
    """Return the person under the name they had when the couple closed. The instance is only for showing."""
    seat.user.name = seat.name_at_end or seat.user.name or someone()
    return seat.user
