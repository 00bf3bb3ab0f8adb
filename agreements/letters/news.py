"""What Today tells one person once: that the other has agreed too, or that an agreement has ended."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError

from agreements.letters.models import Agreement
from agreements.letters.reminders import settle_news
from basics.transactions import acting
from couples.seats.models import Membership


def mark_news_seen(agreement_id: uuid.UUID, seat: Membership) -> None:
    """Tell it no more. It is its reader's alone: nobody else's page, and no revision, changes.

    From inside a page that is only read, which goes without it where nothing can be written, as on a full disk.
    """
    with suppress(DatabaseError), acting(seat.user_id):
        _tell_no_more(agreement_id, seat)


def put_news_away(agreement_id: uuid.UUID, seat: Membership, now: datetime) -> None:
    """Tell it no more, and let no notice call new what has just been put away where it stood."""
    with acting(seat.user_id):
        if _tell_no_more(agreement_id, seat):
            settle_news(agreement_id, seat.user_id, now)


def _tell_no_more(agreement_id: uuid.UUID, seat: Membership) -> bool:
    told = Agreement.objects.of(seat).filter(pk=agreement_id, news_for=seat.user_id)
    return bool(told.update(news_for=None))
