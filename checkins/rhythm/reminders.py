"""This room's kinds of reminder: a check-in is near, and its answers are open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agreements.pauses.running import running_until
from basics import formats
from basics.directions import isolated_in_text
from basics.limits import CLOCKS_APART
from checkins.rhythm.calendar import CALENDAR_TYPE, FILE_NAME, calendar_file, entry_of
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.rhythm.occurrences import (
    CHECK_IN_SUBJECT,
    FIRST,
    OWN,
    WITH_THE_TIME,
    check_in_occurrence,
    opening_occurrence,
)
from couples.people.models import User
from reminders.kinds import TALKS, Attached, Decision, Drop, Hold, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.preferences import own_leads
from reminders.wording import calendar_entry, day_and_time, something_new

# What `CheckInNear.decide` finds when it finds nothing: the check-in stands, at the slot and revision that the row is
# about, nobody left, and no pause runs (the minute is `CLOCKS_APART`). A person's own lead is left to `decide`. A test
# compares the two.
_STANDS = """
reminder.occurrence NOT LIKE '%%:own' AND EXISTS (
    SELECT FROM checkins_checkin AS check_in JOIN couples_couple AS couple ON couple.id = check_in.couple_id
     WHERE check_in.id = substr(reminder.subject, 10)::uuid
       AND check_in.cancelled_at IS NULL AND couple.closed_at IS NULL
       AND starts_with(reminder.occurrence,
                       to_char(check_in.slot AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MI:') || check_in.revision || ':')
       AND NOT EXISTS (SELECT FROM agreements_pause AS pause
                        WHERE pause.couple_id = couple.id AND pause.ended_at IS NULL
                          AND pause.started_at <= %(now)s + INTERVAL '1 minute'
                          AND pause.known_at <= %(now)s
                          AND pause.ends_at > %(now)s))
"""


class CheckInNear(ReminderKind):
    """The agreed time comes near. It depends on nobody's answer."""

    name = "check_in"
    group = TALKS
    label = gettext_lazy("Our talk is near")
    has_agreed_clock_time = True
    standing_sql = _STANDS

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what was cancelled, moved or closed; hold what a running pause has paused."""
        found = _check_ins(reminders)
        for row in reminders:
            row.found = found.get(row.subject)
        paused = running_until({check_in.couple_id for check_in in found.values()}, now)
        decisions = {row.pk: self._decide(row, row.found, paused) for row in reminders}
        changed = _of_another_lead(reminders)
        return {key: decision for key, decision in decisions.items() if decision} | dict.fromkeys(changed, Drop())

    def _decide(self, row: Reminder, check_in: CheckIn | None, paused: Mapping[uuid.UUID, datetime]) -> Decision | None:
        if check_in is None or not row.occurrence.startswith(check_in_occurrence(check_in, 0)[:-1]):
            return Drop()
        until = paused.get(check_in.couple_id)
        return Hold(until) if until else None

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return a time and how long it takes, as a calendar would."""
        check_in = _check_in_of(reminder)
        return _neutral(check_in.starts_at, check_in.minutes, *_here(now))

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        """Return that it is a talk, when, and what is true for its reader then."""
        check_in = _check_in_of(reminder)
        mine_are_in = is_in(check_in, reminder.user_id)
        is_first = _is_of_the_first(reminder) and not mine_are_in
        beforehand = _the_first() if is_first else _beforehand(mine_are_in, check_in.has_begun(now))
        return _plain(check_in.starts_at, check_in.minutes, *_here(now), beforehand)

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("check_in", args=[CHECK_IN_SUBJECT.key(reminder)])

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say with whom and when."""
        check_in = _check_in_of(reminder)
        people = User.objects.filter(memberships__couple=check_in.couple_id)
        partner = next((person for person in people if person != reminder.user), None)
        if partner is None:
            return ""
        when = day_and_time(check_in.starts_at, timezone.localtime(now).date())
        return _("Your talk with %(name)s, %(day)s at %(time)s") % {"name": isolated_in_text(partner.name), **when}

    def attached(self, reminder: Reminder, now: datetime) -> Attached | None:
        """Return the talk for their calendar, as long as it is ahead."""
        check_in = _check_in_of(reminder)
        if check_in.has_begun(now):
            return None
        return Attached(FILE_NAME, calendar_file([entry_of(check_in)]), CALENDAR_TYPE)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while the check-in stands and is not over."""
        ahead = {subject: each for subject, each in _check_ins(notices).items() if now < each.ends_at}
        return {notice.pk: _line(ahead[notice.subject], notice, now) for notice in notices if notice.subject in ahead}


class AnswersOpen(ReminderKind):
    """Both are in and the time has come. Told to both alike, once: with the time, else with the second of the two."""

    name = "answers_open"
    group = TALKS
    label = gettext_lazy("Your answers are open")
    # As long as Today says it first.
    useful_for = OPEN_FOR

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is not open, or is told by the other row; hold it through a pause as the talk itself."""
        found = _check_ins(reminders)
        paused = running_until({check_in.couple_id for check_in in found.values()}, now)
        decisions = {row.pk: _decide_opening(row, found.get(row.subject), paused, now) for row in reminders}
        return {key: decision for key, decision in decisions.items() if decision}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Your answers are open"),
            paragraphs=(_("Your answers are open. Read them together."),),
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("check_in", args=[CHECK_IN_SUBJECT.key(reminder)])

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, which says no more than the page does by now."""
        opened = {subject: each for subject, each in _check_ins(notices).items() if each.is_open(now)}
        text = _("Your answers are open. Read them together.")
        return {
            notice.pk: Line(text, reverse("check_in", args=[opened[notice.subject].pk]))
            for notice in notices
            if notice.subject in opened
        }


def _decide_opening(
    row: Reminder, check_in: CheckIn | None, paused: Mapping[uuid.UUID, datetime], now: datetime
) -> Decision | None:
    if check_in is None or not row.occurrence.startswith(opening_occurrence(check_in, "")):
        return Drop()
    if not check_in.is_open(now):
        return _not_open_yet(check_in, now)
    if row.occurrence.endswith(f":{WITH_THE_TIME}") is not check_in.opened_with_the_time:
        return Drop()
    until = paused.get(check_in.couple_id)
    return Hold(until) if until else None


def _not_open_yet(check_in: CheckIn, now: datetime) -> Decision:
    """Ask again until a minute after the time: a request that came in just before it may still be on its way.

    Its answers open with the time, so no row of its own is made for them.
    """
    until = check_in.starts_at + CLOCKS_APART
    return Hold(until) if now < until else Drop()


def _check_in_of(reminder: Reminder) -> CheckIn:
    """Return what was found when the kind was asked, a moment ago; a row that nobody asked about is looked up."""
    return reminder.found or CheckIn.objects.get(pk=CHECK_IN_SUBJECT.key(reminder))


def _of_another_lead(rows: Sequence[Reminder]) -> list[int]:
    """Return the rows whose person has another own lead by now. One query, and none without such rows."""
    own = [row for row in rows if row.occurrence.endswith(f":{OWN}")]
    leads = own_leads({row.user_id for row in own if row.user_id}) if own else {}
    return [row.pk for row in own if not row.occurrence.endswith(f":{leads.get(row.user_id or 0)}:{OWN}")]


def _here(now: datetime) -> tuple[date, str, str]:
    """Return the reader's day, language and zone: what the words depend on beside the talk."""
    return timezone.localtime(now).date(), get_language() or "", timezone.get_current_timezone_name()


@lru_cache(maxsize=1024)  # on a Sunday evening thousands of couples get the same words
def _neutral(starts_at: datetime, minutes: int, today: date, _language: str, _zone: str) -> Message:
    """Return the words in the active language and zone, which are named for the cache."""
    return calendar_entry(starts_at, minutes, today)


@lru_cache(maxsize=1024)
def _plain(starts_at: datetime, minutes: int, today: date, _language: str, _zone: str, beforehand: str) -> Message:
    """Return the words in the active language and zone, which are named for the cache."""
    return Message(
        subject=_("Your talk %(day)s at %(time)s") % day_and_time(starts_at, today),
        paragraphs=(_("It takes about %(length)s.") % {"length": formats.length(minutes)}, beforehand),
        link_label=_("Open"),
    )


def _the_first() -> str:
    return _("It is your first. Three minutes to write, or say it aloud. Nobody reads it before it is time.")


def _beforehand(mine_are_in: bool, has_begun: bool) -> str:
    """Return what is true for this reader then, whatever the other did."""
    if mine_are_in and has_begun:
        return _("Yours are in. They open together, as soon as both are in.")
    if mine_are_in:
        return _("What you wrote is in. Nothing opens before it is time.")
    if has_begun:
        return _("It is time. A few lines are enough; so is “not today”.")
    return _("If you like, write a few lines beforehand. Nobody reads them before it is time.")


def _is_of_the_first(row: Reminder | Notice) -> bool:
    return row.occurrence.endswith(f":{FIRST}")


def is_in(check_in: CheckIn, user_id: int | None) -> bool:
    """Tell whether this person's own answers are in."""
    return any(seal.author_id == user_id for seal in check_in.seals.all())


def _line(check_in: CheckIn, notice: Notice, now: datetime) -> Line:
    when = {"when": formats.when_said(check_in.starts_at, now)}
    if is_in(check_in, notice.user_id):
        text = _("Your talk: %(when)s. Yours are in.")
    elif _is_of_the_first(notice) and not check_in.has_begun(now):
        text = _("Your first talk: %(when)s. Three minutes to write, or say it aloud.")
    else:
        text = _("Your talk: %(when)s.")
    return Line(text % when, reverse("check_in", args=[check_in.pk]))


def _check_ins(rows: Sequence[Reminder] | Sequence[Notice]) -> dict[str, CheckIn]:
    """Return the check-ins that stand, by subject, with who is in. Two queries a batch."""
    ids = CHECK_IN_SUBJECT.keys(rows)
    # Prompts are JSON, which is read for nothing by the hundred here.
    standing = CheckIn.objects.alive().filter(pk__in=ids, couple__closed_at__isnull=True).defer("prompts")
    standing = standing.prefetch_related("seals")
    return {CHECK_IN_SUBJECT.of(check_in.pk): check_in for check_in in standing}


CHECK_IN = CheckInNear()
ANSWERS_OPEN = AnswersOpen()
