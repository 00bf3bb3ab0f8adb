"""Until which day something is tried: best that of a talk, where it is looked at together; it ends the day after.

Talks belong to a room above this one, which registers how to find the next.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from agreements.kinds.form import TermsForm
from agreements.kinds.quick_days import FOUR_WEEKS, QuickDayField
from agreements.kinds.terms import TRIAL_UNTIL, UNTIL_TALK, Terms
from basics.localtime import local

# Returns the first day, in this zone and from this one on, on which the couple has a talk by what is agreed.
Finder = Callable[[uuid.UUID, date, str, datetime], date | None]
_finders: list[Finder] = []
# A talk that is farther than this from the day that was meant is not waited for.
NEAR = timedelta(weeks=2)


def register_talk_days(find: Finder) -> None:
    """Add a way in which talks are found. Called once in an `AppConfig.ready()`."""
    if find not in _finders:
        _finders.append(find)


def day_to_try_until(couple_id: uuid.UUID | None, weeks: int, zone: str, today: date, now: datetime) -> date:
    """Return the day of the talk that comes after so many weeks, else the day on which they are over."""
    day = today + timedelta(weeks=weeks)
    return (talk_to_try_until(couple_id, day, zone, now) if couple_id else None) or day


def talk_to_try_until(couple_id: uuid.UUID, day: date, zone: str, now: datetime) -> date | None:
    """Return the day of the talk that comes from that day on; None where it is not near."""
    talk = next_talk(couple_id, day, zone, now)
    return talk if talk and talk - day <= NEAR else None


def offer_talk(form: TermsForm, couple_id: uuid.UUID | None, zone: str, now: datetime) -> None:
    """Let a form that asks for the last day offer that of a talk. No query where it asks for none."""
    field = form.fields.get(TRIAL_UNTIL)
    if field is None or not couple_id:
        return
    assert isinstance(field, QuickDayField), "each kind asks for it alike"
    today = local(now, zone).date()
    field.offer(talk_to_try_until(couple_id, today + FOUR_WEEKS, zone, now), today)


def with_talk(terms: Terms, couple_id: uuid.UUID | None, zone: str, now: datetime) -> Terms:
    """Return terms that say whether the last day on which they are tried is that of a talk. No query without one."""
    until = terms.settings.get(TRIAL_UNTIL)
    day = date.fromisoformat(until) if until else None
    is_talk = bool(day and couple_id and next_talk(couple_id, day, zone, now) == day)
    if is_talk == bool(terms.settings.get(UNTIL_TALK)):
        return terms
    return Terms(terms.words, {**terms.settings, UNTIL_TALK: is_talk})


def next_talk(couple_id: uuid.UUID, day: date, zone: str, now: datetime) -> date | None:
    """Return the first day, from this one on, on which the couple has a talk; None where none is agreed on."""
    return min((found for find in _finders if (found := find(couple_id, day, zone, now))), default=None)
