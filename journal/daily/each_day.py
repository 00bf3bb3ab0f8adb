"""Something that its owner wants to be told once a day, at a time by their own clock: what all such kinds share.

A row that is wanted has `person`, `at`, and `next_at`: the moment of the one reminder that waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from basics.localtime import next_time
from journal.lock.models import Lock
from reminders.kinds import Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder, State
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import nothing_said


class OnceADay(ReminderKind):
    """To oneself alone, in the app and on one's devices. It has no label: who wants it gives it a time of its own."""

    channels = (ChannelName.IN_APP, ChannelName.WEB_PUSH)
    has_agreed_clock_time = True
    # By the next morning nobody need hear of it.
    useful_for = timedelta(hours=6)
    keep_for = timedelta(days=3)
    # What is wanted, by which of its columns rows name it, and the page that it leads to.
    subject: Subject
    model: type[models.Model]
    key = "pk"
    route: str

    def line(self) -> str:
        """Return the in-app text."""
        raise NotImplementedError

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what nobody wants any more, or wants at another time."""
        wanted = self._wanted(reminders)
        return {row.pk: Drop() for row in reminders if row.subject not in wanted}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return nothing_said()

    def leads_to(self, reminder: Reminder) -> str:
        return reverse(self.route)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, as long as it is wanted."""
        wanted, line = self._wanted(notices), Line(self.line(), reverse(self.route))
        return {notice.pk: line for notice in notices if notice.subject in wanted}

    def wanted(self) -> models.QuerySet[Any]:
        """Return the rows of which there is something to tell."""
        return self.model._default_manager.all()

    def _wanted(self, rows: Sequence[Reminder] | Sequence[Notice]) -> set[str]:
        keys = {f"{self.key}__in": self.subject.keys(rows)}
        wanted = self.wanted().filter(next_at__isnull=False, **keys)
        return {self.subject.of(key) for key in wanted.values_list(self.key, flat=True)}

    def remind(self, row: Any) -> None:
        """Queue the next one. Thing and day name it: at most one a day, however often the time moves."""
        day = row.next_at.astimezone(ZoneInfo(row.person.time_zone)).date()
        subject, people = self._subject_of(row), [row.person_id]
        schedule(self, subject, occurrence=day.isoformat(), people=people, due_at=row.next_at)

    def forget_waiting(self, row: Any) -> None:
        """Delete the one that waits. What was sent today stays known, so that a later time of today is tomorrow's."""
        Reminder.objects.about(self._subject_of(row)).filter(state=State.PENDING).delete()

    def _subject_of(self, row: Any) -> str:
        return self.subject.of(getattr(row, "pk" if self.key == "pk" else f"{self.key}_id"))

    def set_time(self, row: Any, at: time | None, now: datetime) -> None:
        """Tell it at that time from now on; None for no more. Inside the transaction of who wants it."""
        self.forget_waiting(row)
        row.at, row.next_at = at, at and next_time(at, now, row.person.time_zone)
        if row.next_at:
            self.remind(row)

    def ask_again(self, now: datetime) -> int:
        """Queue the next day's for all whose time has come; return for how many. Part of housekeeping."""
        due = list(self.model._default_manager.filter(next_at__lte=now).select_related("person"))
        return sum(self._ask_again(row, now) for row in due)

    def _ask_again(self, row: Any, now: datetime) -> bool:
        """Move it on once, whichever of two processes comes first."""
        next_at = next_time(row.at, now, row.person.time_zone)
        unmoved = self.model._default_manager.filter(pk=row.pk, next_at=row.next_at, at=row.at)
        with transaction.atomic():
            moved = unmoved.update(next_at=next_at)
            if moved:
                row.next_at = next_at
                self.remind(row)
        return bool(moved)


class SomethingForYou(OnceADay):
    """Of what one keeps for oneself: outside the app it says no more than that, nor in the app to who locks Mine."""

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return what it is; to who locks Mine only that there is something, since notices ask for no password."""
        told = super().lines(notices, now)
        locks = Lock.objects.filter(person__in={notice.user_id for notice in notices})
        who = set(locks.values_list("person", flat=True))
        hidden = Line(_("Something for you"), reverse(self.route))
        return {each.pk: hidden if each.user_id in who else told[each.pk] for each in notices if each.pk in told}

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return replace(nothing_said(), subject=_("Something for you"))
