"""What a letter says of times to come: when, on whose clock, and how long before a reminder comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.sentences import Coming
from basics import formats
from basics.localtime import local
from checkins.rhythm.recurrence import Rule, next_slot, slots

LEAD_CHOICES = (
    (0, gettext_lazy("when it begins")),
    (15, gettext_lazy("15 minutes before")),
    (60, gettext_lazy("1 hour before")),
    (180, gettext_lazy("3 hours before")),
    (1440, gettext_lazy("the day before")),
)
SHOWN_AHEAD = 5


def lead_said(minutes: int) -> str:
    """Return how long before the time a reminder comes."""
    said = dict(LEAD_CHOICES).get(minutes)
    return str(said or _("%(length)s before") % {"length": formats.length(minutes)})


def in_a_sentence(when: str) -> str:
    """Return when, as it stands inside a sentence of ours."""
    return f"{when[:1].lower()}{when[1:]}"


def next_said_here(rule: Rule) -> str:
    """Return when the next one is on the reader's own clock, where that is another one; else an empty text."""
    slot = _next_on_another_clock(rule)
    return formats.when_said(slot, timezone.now()) if slot else ""


def day_and_time_here(rule: Rule) -> str:
    """Return on which day of the week, and when, that is on the reader's own clock, where it is another one.

    It names no date: the next one may have been put at another time, or left out.
    """
    slot = _next_on_another_clock(rule)
    if slot is None:
        return ""
    day = formats.weekday(timezone.localtime(slot).weekday())
    return _("%(day)s, %(time)s") % {"day": day, "time": formats.clock(slot)}


def _next_on_another_clock(rule: Rule) -> datetime | None:
    if rule.zone == timezone.get_current_timezone_name():
        return None
    slot = next_slot(rule, timezone.now())
    if slot is None or timezone.localtime(slot).utcoffset() == local(slot, rule.zone).utcoffset():
        return None
    return slot


def with_place(when: str, rule: Rule) -> str:
    """Return when, with the place whose clock it goes by, where the reader's is another one."""
    if _next_on_another_clock(rule) is None:
        return when
    return _("%(when)s (%(place)s)") % {"when": when, "place": formats.zone_place(rule.zone)}


def times_to_come(rule: Rule) -> Sequence[Coming]:
    """Return the next few times."""
    now = timezone.now()
    return [_coming(slot, rule.zone, now) for slot in islice(slots(rule, now), SHOWN_AHEAD)]


def _coming(slot: datetime, zone: str, now: datetime) -> Coming:
    agreed, here = local(slot, zone), timezone.localtime(slot)
    is_the_same = agreed.utcoffset() == here.utcoffset()
    return Coming(slot, _said(agreed, now), "" if is_the_same else _said(here, now))


def _said(shown: datetime, now: datetime) -> str:
    day = formats.dated(shown.date(), timezone.localtime(now).date())
    return _("%(day)s, %(time)s") % {"day": day, "time": f"{shown:%H:%M}"}
