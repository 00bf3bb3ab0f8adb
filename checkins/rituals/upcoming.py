"""Keeping the one next occasion of every ritual and own time that has a clock time, with its reminders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agreements.letters.models import Agreement
from agreements.letters.reminders import members
from basics.localtime import moment_before
from checkins.moving.models import KEPT_FOR
from checkins.rhythm.recurrence import Rule
from checkins.rhythm.upcoming import Upcoming, settings_of
from checkins.rituals.models import Occasion
from checkins.rituals.names import AUTHOR, OCCASION, OTHER, OWN_TIME, RITUAL
from checkins.rituals.patterns import timed_rule_of
from checkins.rituals.reminders import OCCASION_NEAR, occasion_occurrence
from couples.seats.models import Couple
from reminders.scheduling import schedule, withdraw

# Own time names no lead of its own.
LEAD_OF_OWN_TIME = 60
FORGOTTEN_AT_ONCE = 500


class UpcomingOccasions(Upcoming[Occasion]):
    """The next occasion of every ritual, and of own time."""

    model = Occasion
    kinds = (RITUAL, OWN_TIME)
    subject = OCCASION

    def rule_of(self, settings: Mapping[str, Any]) -> Rule | None:
        return timed_rule_of(settings)

    def remind(self, meeting: Occasion, now: datetime) -> None:
        """Tell whoever it is for as long before as the words say; what is over by then is told at its time."""
        lead = lead_of(meeting.agreement)
        if lead is None:
            return
        due_at = moment_before(meeting.starts_at, lead, meeting.zone)
        if due_at <= now:
            due_at, lead = meeting.starts_at, 0
        schedule(
            OCCASION_NEAR,
            OCCASION.of(meeting.pk),
            occurrence=occasion_occurrence(meeting, lead),
            people=people_of(meeting.agreement),
            due_at=due_at,
            expires_at=meeting.ends_at,
        )


UPCOMING_OCCASIONS = UpcomingOccasions()


def lead_of(agreement: Agreement) -> int | None:
    """Return how many minutes before its time a reminder comes; None for none."""
    if agreement.kind == OWN_TIME:
        return LEAD_OF_OWN_TIME
    lead: int | None = settings_of(agreement).get("remind_minutes")
    return lead


def people_of(agreement: Agreement) -> list[int]:
    """Return who is reminded: both, and of one's own time that one alone."""
    both, whose = members(agreement.couple_id), settings_of(agreement).get("whose")
    if whose == AUTHOR:
        return [agreement.author_id]
    return [each for each in both if each != agreement.author_id] if whose == OTHER else both


def forget_occasions(now: datetime) -> int:
    """Delete what is a few days past, left out or not: nobody keeps count of it. Part of housekeeping."""
    old = Occasion.objects.filter(slot__lte=now - KEPT_FOR, starts_at__lte=now - KEPT_FOR)
    keys = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    return Occasion.objects.filter(pk__in=keys).delete()[0]


def forget_occasions_of(couple: Couple, now: datetime) -> None:
    """Delete what the two had ahead, with what waits to be told of it. Part of leaving."""
    for occasion in Occasion.objects.filter(couple=couple):
        withdraw(OCCASION.of(occasion.pk), now)
    Occasion.objects.filter(couple=couple).delete()
