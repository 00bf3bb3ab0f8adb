"""Keeping the one next check-in of every rhythm, with its reminders."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from agreements.letters.models import Agreement
from agreements.letters.reminders import members
from basics.localtime import moment_before
from basics.transactions import acting
from checkins.rhythm.drawing import draw_for
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import (
    A_DAY,
    CHECK_IN_SUBJECT,
    WITH_THE_SECOND,
    WITH_THE_TIME,
    check_in_occurrence,
    first_occurrence,
    opening_occurrence,
    own_occurrence,
)
from checkins.rhythm.recurrence import Rule
from checkins.rhythm.reminders import ANSWERS_OPEN, CHECK_IN
from checkins.rhythm.upcoming import Upcoming, place_of, settings_of
from couples.seats.models import Membership
from reminders.models import Reminder
from reminders.preferences import own_leads
from reminders.scheduling import schedule

RHYTHM = "rhythm"
# Of a talk where no time to talk is agreed on: nobody's own clock.
NO_RHYTHM: Mapping[str, Any] = {"minutes": 30, "zone": "UTC"}


class UpcomingTalks(Upcoming[CheckIn]):
    """The next check-in of every rhythm."""

    model = CheckIn
    kinds = (RHYTHM,)
    subject = CHECK_IN_SUBJECT

    def rule_of(self, settings: Mapping[str, Any]) -> Rule:
        return Rule.of(settings)

    def prepare(self, meeting: CheckIn, now: datetime) -> None:
        """Draw its question."""
        draw_for(meeting, now)

    def remind(self, meeting: CheckIn, now: datetime) -> None:
        """Tell both as long before as the rhythm says; of one that comes from none, at its time."""
        _remind(meeting, settings_of(meeting.agreement)["remind_minutes"] if meeting.agreement else 0, now)


UPCOMING_TALKS = UpcomingTalks()
ensure_next = UPCOMING_TALKS.ensure_next
ensure_all_next = UPCOMING_TALKS.ensure_all_next


def make_talk(couple_id: uuid.UUID, starts_at: datetime, now: datetime) -> CheckIn:
    """Make a check-in that comes from no rhythm, as long and on the same clock as those of a rhythm in force.

    Where it is the time of one already, that is the one: two at once would be two tables.
    """
    starts_at = starts_at.replace(second=0, microsecond=0)
    if standing := CheckIn.objects.filter(couple=couple_id).on_at(starts_at):
        return standing
    rhythms = Agreement.objects.now_in_force(now).filter(couple=couple_id, kind=RHYTHM).select_related("in_force")
    rhythm = rhythms.order_by("created_at").first()
    like = settings_of(rhythm) if rhythm else NO_RHYTHM
    check_in = CheckIn.objects.create(couple_id=couple_id, **place_of(like, starts_at))
    draw_for(check_in, now)
    _remind(check_in, 0, now)
    return check_in


def _remind(check_in: CheckIn, lead_minutes: int, now: datetime) -> None:
    """Insert both partners' reminders; when the agreed lead is over already, the reminder comes at the start.

    And the row that asks, when the time comes, whether their answers are open: for every check-in alike, so that no
    row before the time tells that both are in.
    """
    due_at = moment_before(check_in.starts_at, lead_minutes, check_in.zone)
    if due_at <= now:
        due_at, lead_minutes = check_in.starts_at, 0
    users = members(check_in.couple_id)
    occurrence = check_in_occurrence(check_in, lead_minutes)
    schedule(
        CHECK_IN,
        CHECK_IN_SUBJECT.of(check_in.pk),
        occurrence=occurrence,
        people=users,
        due_at=due_at,
        expires_at=check_in.ends_at,
    )
    _remind_the_day_before_the_first(check_in, users, now)
    _remind_by_own_leads(check_in, users, now)
    _tell_open(check_in, users, WITH_THE_TIME, check_in.starts_at)


def tell_opened_later(check_in: CheckIn, now: datetime) -> None:
    """Tell both that the second of them has just opened the answers, after the time. Runs inside the verb's turn."""
    _tell_open(check_in, members(check_in.couple_id), WITH_THE_SECOND, now)


def _tell_open(check_in: CheckIn, users: list[int], how: str, due_at: datetime) -> None:
    occurrence = opening_occurrence(check_in, how)
    schedule(ANSWERS_OPEN, CHECK_IN_SUBJECT.of(check_in.pk), occurrence=occurrence, people=users, due_at=due_at)


def _remind_by_own_leads(check_in: CheckIn, users: list[int], now: datetime) -> None:
    """Insert what each asked for beside the agreed reminder; nothing that is over, and nothing twice at one moment."""
    subject = CHECK_IN_SUBJECT.of(check_in.pk)
    for user_id, own_minutes in own_leads(users).items():
        due_at = moment_before(check_in.starts_at, own_minutes, check_in.zone)
        if due_at > now and not _is_reminded_at(subject, user_id, due_at):
            occurrence = own_occurrence(check_in, own_minutes)
            schedule(
                CHECK_IN,
                subject,
                occurrence=occurrence,
                people=[user_id],
                due_at=due_at,
                expires_at=check_in.ends_at,
            )


def _remind_the_day_before_the_first(check_in: CheckIn, users: list[int], now: datetime) -> None:
    """Tell both a day before the first talk they ever have, unless that is when they are reminded anyway."""
    subject, due_at = CHECK_IN_SUBJECT.of(check_in.pk), moment_before(check_in.starts_at, A_DAY, check_in.zone)
    before = CheckIn.objects.talks().alive().filter(couple=check_in.couple_id, starts_at__lt=check_in.starts_at)
    if due_at <= now or before.exists():
        return
    schedule(
        CHECK_IN,
        subject,
        occurrence=first_occurrence(check_in),
        people=[user for user in users if not _is_reminded_at(subject, user, due_at)],
        due_at=due_at,
        expires_at=check_in.starts_at,
    )


def _is_reminded_at(subject: str, user_id: int, due_at: datetime) -> bool:
    return Reminder.objects.about(subject).not_begun().filter(user=user_id, due_at=due_at).exists()


def remind_by_own_lead(user_id: int, now: datetime) -> None:
    """Insert one person's own reminders of what is ahead, after they changed their lead."""
    with acting(user_id):
        seats = Membership.objects.active().filter(user=user_id)
        for check_in in CheckIn.objects.ahead(now).filter(couple__in=seats.values("couple")):
            _remind_by_own_leads(check_in, [user_id], now)
