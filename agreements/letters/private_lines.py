"""The private line that a person keeps beside an agreement; nobody else ever reads it."""

from __future__ import annotations

from agreements.letters.models import Agreement, PrivateLine
from basics.transactions import acting
from couples.seats.models import Membership


def set_private_line(agreement: Agreement, seat: Membership, words: str) -> None:
    """Keep, change or, with an empty text, remove the caller's line."""
    with acting(seat.user_id):
        mine = PrivateLine.objects.filter(agreement=agreement, user=seat.user)
        if not words:
            mine.delete()
            return
        kept = {"words": words, "couple_id": agreement.couple_id}
        PrivateLine.objects.update_or_create(agreement=agreement, user=seat.user, defaults=kept)
