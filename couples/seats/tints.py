"""Whose colour is which: one fact of the two, so that both always see the same and never two of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from basics.transactions import acting
from couples.seats.leaving import NotConnected
from couples.seats.models import FIRST_SEAT, Couple, Membership, Tint

# Raises a Refusal where this person may not change the colours now.
Objection = Callable[[Membership, datetime], None]
_objections: list[Objection] = []


def register_objection(objection: Objection) -> None:
    """Have a room above asked before colours change. Called once in an `AppConfig.ready()`."""
    if objection not in _objections:
        _objections.append(objection)


def choose_tint(seat: Membership, tint: Tint, now: datetime) -> None:
    """Give this person the colour and the other one the other. Raises NotConnected, and what the rooms above object.

    No page that lies open moves for it and nothing is sent: it is seen with the next page, and says nothing.
    """
    first = tint if seat.seat == FIRST_SEAT else tint.other
    with acting(seat.user_id):
        # Under the couple's row, which a pause takes too.
        if not Couple.objects.filter(pk=seat.couple_id, closed_at__isnull=True).update(first_tint=first):
            raise NotConnected
        for objection in _objections:
            objection(seat, now)
    seat.couple.first_tint = first
    seat.show_tints()
