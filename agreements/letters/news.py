"""What Today tells one person once: that the other has agreed too, or that an agreement has ended."""

from __future__ import annotations

import uuid

from agreements.letters.models import Agreement
from basics.transactions import acting
from couples.seats.models import Membership


def mark_news_seen(agreement_id: uuid.UUID, seat: Membership) -> None:
    """Tell it no more. It is its reader's alone: nobody else's page, and no revision, changes."""
    with acting(seat.user_id):
        Agreement.objects.of(seat).filter(pk=agreement_id, news_for=seat.user_id).update(news_for=None)
