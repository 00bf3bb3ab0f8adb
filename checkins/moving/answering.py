"""What another time and a talk now have in common: answering what is asked, taking it back, and not in a pause."""

from __future__ import annotations

import uuid
from datetime import datetime

from agreements.pauses.running import running_pause
from checkins.moving.models import Move, MoveQuerySet, Outcome
from checkins.moving.refusals import PausedNow
from checkins.moving.reminders import MOVE
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership
from reminders.kinds import ReminderKind
from reminders.notices.verbs import settle
from reminders.scheduling import withdraw


def refuse_in_pause(seat: Membership, now: datetime) -> None:
    """Raise PausedNow while a pause runs: nothing new is told to the other then."""
    if running_pause(seat, now):
        raise PausedNow


def answer(
    asked: MoveQuerySet, kind: ReminderKind, seat: Membership, move_id: uuid.UUID, outcome: Outcome, now: datetime
) -> Move | None:
    """Answer what the other asks, if this very thing is asked still; None if it has this answer. Raises Changed."""
    if not asked.by_the_other(seat).end(move_id, outcome, now):
        return None
    put_away(move_id, kind, seat, now)
    return Move.objects.get(pk=move_id)


def take_back(asked: MoveQuerySet, kind: ReminderKind, seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Take back what one asked oneself. Raises Changed."""
    if asked.by(seat).end(move_id, Outcome.TAKEN_BACK, now):
        put_away(move_id, kind, seat, now)
        raise_revisions(seat.both)


def put_away(move_id: uuid.UUID, kind: ReminderKind, seat: Membership, now: datetime) -> None:
    """Stop telling of what has been answered, or is asked no more."""
    withdraw(MOVE.of(move_id), now)
    settle(MOVE.of(move_id), kind, seat.both, now)
