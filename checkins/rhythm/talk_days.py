"""On which days the two have talks by what is agreed, for what is tried until one."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

from agreements.letters.models import Agreement
from basics.localtime import local, moment
from checkins.rhythm.recurrence import Rule, next_slot
from checkins.rhythm.scheduling import RHYTHM


def next_talk_day(couple_id: uuid.UUID, day: date, zone: str, now: datetime) -> date | None:
    """Return the first day from this one on, in that zone, on which a rhythm in force has a talk. One query."""
    before = max(moment(day, time(), zone) - timedelta(seconds=1), now)
    rhythms = Agreement.objects.now_in_force(now).filter(couple=couple_id, kind=RHYTHM)
    rules = (Rule.of(settings) for settings in rhythms.values_list("in_force__settings", flat=True))
    slots = [slot for rule in rules if (slot := next_slot(rule, before))]
    return local(min(slots), zone).date() if slots else None
