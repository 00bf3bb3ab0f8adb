"""What a leave closes in this room, inside the leaving transaction."""

from __future__ import annotations

from datetime import datetime

from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from couples.seats.models import Couple
from reminders.scheduling import withdraw


def withdraw_check_ins(couple: Couple, now: datetime) -> None:
    """Withdraw the reminders of what has begun; what is ahead is cancelled with its rhythm."""
    for check_in in CheckIn.objects.current(now).filter(couple=couple):
        withdraw(CHECK_IN_SUBJECT.of(check_in.pk), now)
