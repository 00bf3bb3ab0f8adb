"""That a letter was opened, for its reader's own Today. Nobody else ever sees it, and nothing of theirs changes."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.db import DatabaseError

from basics.transactions import acting
from couples.seats.models import Membership
from journal.letters.models import ComposedLetter


def mark_read(letter_id: uuid.UUID, seat: Membership) -> None:
    """Name it no more on this person's Today.

    From inside a page that is only read, which goes without it where nothing can be written, as on a full disk.
    """
    with suppress(DatabaseError), acting(seat.user_id):
        ComposedLetter.objects.of(seat).filter(pk=letter_id, news_for=seat.user_id).update(news_for=None)
