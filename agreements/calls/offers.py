"""The times that somebody who is busy may name for an answer. A page from last night promises what it said, or nothing.

A time of day goes by the clock of the rule's words; by the answerer's own it would tell where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from agreements.calls.verbs import LONGEST_PROMISE, NotSoLate
from basics import formats
from basics.localtime import local, moment_name, moment_named, next_time

LENGTHS = (30, 60)
EVENINGS = (time(19, 30), time(21, 0))
MORNING = time(9, 0)
# Nearer than that it is no later time: whoever taps it may as well answer.
NEAREST = timedelta(minutes=5)


@dataclass(frozen=True)
class Later:
    """One time to name: by what a form sends it, what its button says, and when that is."""

    name: str
    label: str
    at: datetime


def offers_of_later(zone: str, now: datetime) -> list[Later]:
    """Return what lies ahead and within a day: two lengths, this evening, the next morning. `zone` is the rule's."""
    return [_in(minutes, now) for minutes in LENGTHS] + [_at(moment, now) for moment in _moments(zone, now)]


def _in(minutes: int, now: datetime) -> Later:
    said = _("in %(length)s") % {"length": formats.length(minutes)}
    return Later(str(minutes), said, now + timedelta(minutes=minutes))


def _moments(zone: str, now: datetime) -> list[datetime]:
    """Return them as they come: before the morning, the morning is the nearest."""
    today = local(now, zone).date()
    ahead = [(at, next_time(at, now, zone)) for at in (*EVENINGS, MORNING)]
    return sorted(
        moment
        for at, moment in ahead
        if NEAREST <= moment - now <= LONGEST_PROMISE and (at is MORNING or local(moment, zone).date() == today)
    )


def _at(moment: datetime, now: datetime) -> Later:
    return Later(moment_name(moment), formats.until_said(moment, now), moment)


def later_named(name: str, now: datetime) -> datetime:
    """Return the moment that the offer of this name promises. Raises NotSoLate for a name that promises nothing."""
    lengths = {str(minutes): now + timedelta(minutes=minutes) for minutes in LENGTHS}
    moment = lengths.get(name) or moment_named(name)
    if moment is None:
        raise NotSoLate
    return moment
