"""Moves are forgotten, with what was told of them: nobody keeps count of who moved or skipped what."""

from __future__ import annotations

from datetime import datetime

from agreements.letters.reminders import members
from checkins.moving.models import KEPT_FOR, Move
from checkins.moving.reminders import MOVE
from reminders.notices.verbs import forget_notices

FORGOTTEN_AT_ONCE = 500


def forget_moves(now: datetime) -> int:
    """Delete moves about a time that is three days past. Part of housekeeping."""
    old = Move.objects.filter(slot__lte=now - KEPT_FOR, starts_at__lte=now - KEPT_FOR)
    moves = list(old.values_list("pk", "couple")[:FORGOTTEN_AT_ONCE])
    for key, couple_id in moves:
        forget_notices(MOVE.of(key), members(couple_id))
    return Move.objects.filter(pk__in=[key for key, _couple in moves]).delete()[0]
