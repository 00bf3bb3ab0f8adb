"""On which days the two have talks by what is agreed, for what is tried until one."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q

from agreements.letters.models import Agreement
from basics.localtime import local, moment
from checkins.rhythm.models import CheckIn
from checkins.rhythm.recurrence import Rule, slots
from checkins.rhythm.scheduling import RHYTHM


def next_talk_day(couple_id: uuid.UUID, day: date, zone: str, now: datetime) -> date | None:
    """Return the first day from this one on, in that zone, on which a rhythm in force has a talk.

    One that was left out is none, and one that was moved is where it was put. Two queries for any number of rhythms.
    """
    talk = next_talk_after(couple_id, moment(day, time(), zone) - timedelta(seconds=1), now)
    return local(talk, zone).date() if talk else None


def next_talk_after(couple_id: uuid.UUID, before: datetime, now: datetime) -> datetime | None:
    """Return when the first talk after that moment, and after now, starts by what is agreed; the same queries."""
    rhythms = Agreement.objects.now_in_force(now).filter(couple=couple_id, kind=RHYTHM).select_related("in_force")
    later_than = max(before, now)
    touched = CheckIn.objects.filter(Q(cancelled_at=None) | Q(left_out__gt=0))
    later = touched.filter(Q(slot__gt=later_than) | Q(starts_at__gt=later_than))
    found = rhythms.prefetch_related(Prefetch("check_ins", later, to_attr="touched"))
    return min((talk for rhythm in found for talk in _talks(rhythm, rhythm.touched, later_than)), default=None)


def _talks(rhythm: Agreement, touched: Collection[CheckIn], before: datetime) -> list[datetime]:
    """Return the next ones of a rhythm after that moment: those that were put somewhere, and one that was not."""
    put = [each.starts_at for each in touched if each.cancelled_at is None and each.starts_at > before]
    untouched = _next_untouched(rhythm, {check_in.slot for check_in in touched}, before)
    return [*put, untouched] if untouched else put


def _next_untouched(rhythm: Agreement, touched: Collection[datetime], before: datetime) -> datetime | None:
    assert rhythm.in_force, "only what is in force is asked"
    rule = Rule.of(rhythm.in_force.settings)
    return next((slot for slot in slots(rule, before) if slot not in touched), None)
