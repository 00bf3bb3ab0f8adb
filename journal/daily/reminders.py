"""What is said once a day to who wants it: nothing that tells what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from journal.daily.models import DailyAsk
from reminders.kinds import Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import nothing_said

ASK = Subject("log")


class Log(ReminderKind):
    """To oneself alone, in the app and on one's devices. It has no label: who wants it gives it a time of its own."""

    name = "log"
    channels = (ChannelName.IN_APP, ChannelName.WEB_PUSH)
    has_agreed_clock_time = True
    # By the next morning nobody need hear of it.
    useful_for = timedelta(hours=6)
    keep_for = timedelta(days=3)

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what nobody wants any more, or wants at another time."""
        wanted = _wanted(reminders)
        return {row.pk: Drop() for row in reminders if row.subject not in wanted}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return nothing_said()

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("notice")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, as long as it is wanted."""
        wanted = _wanted(notices)
        line = Line(_("How are you?"), reverse("notice"))
        return {notice.pk: line for notice in notices if notice.subject in wanted}


def remind(ask: DailyAsk) -> None:
    """Queue the next one. Person and day name it: at most one a day, however often the time moves."""
    day = ask.next_at.astimezone(ZoneInfo(ask.person.time_zone)).date()
    schedule(LOG, ASK.of(ask.person_id), occurrence=day.isoformat(), people=[ask.person_id], due_at=ask.next_at)


def _wanted(rows: Sequence[Reminder] | Sequence[Notice]) -> set[str]:
    wanted = DailyAsk.objects.filter(person__in=map(int, ASK.keys(rows)))
    return {ASK.of(key) for key in wanted.values_list("person", flat=True)}


LOG = Log()
