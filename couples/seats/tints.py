"""Whose colour is which: one fact of the two, so that both always see the same and never two of one."""

from __future__ import annotations

from basics.transactions import acting
from couples.seats.leaving import NotConnected
from couples.seats.models import FIRST_SEAT, Couple, Membership, Tint


def choose_tint(seat: Membership, tint: Tint) -> None:
    """Give this person the colour and the other one the other. Raises NotConnected.

    No page that lies open moves for it and nothing is sent: it is seen with the next page, and says nothing.
    """
    first = tint if seat.seat == FIRST_SEAT else tint.other
    with acting(seat.user_id):
        if not Couple.objects.filter(pk=seat.couple_id, closed_at__isnull=True).update(first_tint=first):
            raise NotConnected
    seat.couple.first_tint = first
    seat.show_tints()
