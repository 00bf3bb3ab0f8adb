"""What is done about once a minute. Each piece may run twice, late, or in two processes at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from basics.transactions import serving
from reminders.kinds import registered
from reminders.models import Notice, Reminder

logger = logging.getLogger(__name__)

Piece = Callable[[datetime], object]
NOTICES_KEPT_FOR = timedelta(days=90)
_pieces: list[Piece] = []


def register_housekeeping(piece: Piece) -> None:
    """Have `piece(now)` called about once a minute. Called once in an `AppConfig.ready()`."""
    if piece not in _pieces:
        _pieces.append(piece)


def keep_house(now: datetime) -> None:
    """Run all pieces; one that fails does not keep the others from running."""
    with serving():
        for piece in (forget_finished, *_pieces):
            try:
                piece(now)
            except Exception:
                logger.exception("housekeeping failed in %s", getattr(piece, "__name__", piece))


def forget_finished(now: datetime) -> int:
    """Delete rows and notices that have served; return how many rows."""
    Notice.objects.filter(created_at__lt=now - NOTICES_KEPT_FOR).delete()
    deleted = 0
    for kind in registered().values():
        if kind.keep_for is not None:
            old = Reminder.objects.filter(finished_at__lt=now - kind.keep_for, kind=kind.name)
            deleted += old.delete()[0]
    return deleted
