"""When an answer is due: by the clock of the agreement's zone, nights left out.

Never by anybody's own zone or quiet hours, which the one who asks would learn from it. Whole days are days of the
calendar, so that "within a day" is the same time tomorrow; what is left counts by the minute, from 08:00 to 22:00.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from basics.localtime import MINUTES_A_DAY, days_later, local, moment

NIGHT_ENDS, NIGHT_BEGINS = time(8), time(22)
DAY = timedelta(days=1)


def due_at(called_at: datetime, minutes: int, zone: str) -> datetime:
    """Return when an answer is due that was agreed on within so many minutes. More minutes are never due earlier."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    begins = days_later(_awake(called_at, zone), days, zone)
    # Hours that nights leave out would else make most of a day longer than the whole of it.
    return min(_after(begins, timedelta(minutes=rest), zone), days_later(begins, 1, zone))


def leaves_out_a_night(called_at: datetime, minutes: int, zone: str) -> bool:
    """Tell whether it is due later than the same length without nights, by the same clock."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    return due_at(called_at, minutes, zone) > days_later(called_at, days, zone) + timedelta(minutes=rest)


def two_thirds_of(called_at: datetime, until: datetime, zone: str) -> datetime:
    """Return when two thirds of the time are over, nights left out: never in one."""
    return _after(called_at, _awake_between(called_at, until, zone) * 2 / 3, zone)


def _awake(when: datetime, zone: str) -> datetime:
    """Return the same moment, or the morning if it is night."""
    here = local(when, zone)
    if when >= moment(here.date(), NIGHT_BEGINS, zone):
        return moment(here.date() + DAY, NIGHT_ENDS, zone)
    return max(when, moment(here.date(), NIGHT_ENDS, zone))


def _night_after(when: datetime, zone: str) -> datetime:
    return moment(local(when, zone).date(), NIGHT_BEGINS, zone)


def _after(when: datetime, length: timedelta, zone: str) -> datetime:
    """Return the moment after so much time outside of nights. What ends with the day ends before its night."""
    begins = _awake(when, zone)
    room = _night_after(begins, zone) - begins
    return begins + length if length <= room else _after(begins + room, length - room, zone)


def _awake_between(when: datetime, until: datetime, zone: str) -> timedelta:
    begins = _awake(when, zone)
    if begins >= until:
        return timedelta(0)
    night = _night_after(begins, zone)
    return min(until, night) - begins + _awake_between(night, until, zone)
