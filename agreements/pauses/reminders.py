"""This subject's kinds of reminder: a pause, and its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.pauses.models import RETURNS_KEPT_FOR, Pause, ReturnPage
from basics import formats
from reminders.flood_limit import all_but
from reminders.kinds import PAUSES, Decision, Drop, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.scheduling import schedule
from reminders.subjects import Subject, exact_moment
from reminders.wording import day_and_time, something_new

if TYPE_CHECKING:
    from collections.abc import Callable


PAUSE = Subject("pause")


class _AboutPause(ReminderKind):
    """What both pause kinds share: an agreed clock time, and nothing for a closed couple."""

    group = PAUSES
    has_agreed_clock_time = True
    useful_for = timedelta(hours=2)
    keep_for = timedelta(days=2)
    text: Callable[[Pause], str]

    def is_true(self, pause: Pause, row: Reminder | Notice, running: Pause | None) -> bool:
        """Tell whether the row still says what is the case; `running` is the couple's pause that runs now."""
        raise NotImplementedError

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is not the case any more."""
        found = self._true(reminders, now)
        true = [row for row in reminders if row.pk in found]
        return all_but(true, reminders, now)

    def line(self, pause: Pause, now: datetime) -> str:
        raise NotImplementedError

    def entry(self, until: str) -> str:
        """Return what a calendar would say in its place."""
        raise NotImplementedError

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        pause = _pause_of(reminder)
        return _back(pause, self.entry(formats.until_said(pause.over_at, now)), now)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        """Say in the body what it is. A subject shows on lock screens, where this one is never plainer."""
        pause = _pause_of(reminder)
        return _back(pause, self.line(pause, now), now)

    def leads_to(self, reminder: Reminder) -> str:
        """Return the page that says what is true when it is opened: that it runs, or how to come back."""
        return reverse("pause_back")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the text while it is the case."""
        true = self._true(notices, now)
        return {key: Line(self.line(pause, now), reverse("pause_back"), self.seen_on()) for key, pause in true.items()}

    def seen_on(self) -> Collection[str]:
        return (reverse("pause"), reverse("pause_back"))

    def _true(self, rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[int, Pause]:
        """Return the pauses of the rows that say what is the case, by the row's primary key. Two queries a batch."""
        found = _pauses(rows)
        couples = {pause.couple_id for pause in found.values()}
        # One that may still be a slip is there for nobody whom a line or a mail could tell of it.
        known = Pause.objects.running(now).known(now).filter(couple__in=couples)
        running = {pause.couple_id: pause for pause in known}
        return {
            row.pk: pause
            for row in rows
            if (pause := found.get(row.subject)) and self.is_true(pause, row, running.get(pause.couple_id))
        }


def _back(pause: Pause, text: str, now: datetime) -> Message:
    today, ends = timezone.localtime(now).date(), timezone.localtime(pause.over_at).date()
    subject = _("Back at %(time)s") if ends == today else _("Back %(day)s at %(time)s")
    return Message(subject % day_and_time(pause.over_at, today), (text,), _("Open"))


def _pause_of(reminder: Reminder) -> Pause:
    return Pause.objects.get(pk=PAUSE.key(reminder))


def _pauses(rows: Sequence[Reminder] | Sequence[Notice]) -> dict[str, Pause]:
    open_ones = Pause.objects.filter(pk__in=PAUSE.keys(rows), couple__closed_at__isnull=True)
    return {PAUSE.of(pause.pk): pause for pause in open_ones}


class PauseStarted(_AboutPause):
    """The other took a pause, or asked for more time: until when, and that there is a way back."""

    name = "pause_started"
    label = gettext_lazy("The other takes a pause")

    def is_true(self, pause: Pause, row: Reminder | Notice, running: Pause | None) -> bool:
        """Only while it runs, and until the end that the row is about."""
        return pause == running and row.occurrence == pause_occurrence(pause)

    def seen_on(self) -> Collection[str]:
        """Add Today, which is the pause's page while it runs: by its path, since it stands in a room above."""
        return (*super().seen_on(), reverse("today"))

    def line(self, pause: Pause, now: datetime) -> str:
        return _("A pause until %(time)s. Then you both come back to it.") % {
            "time": formats.until_said(pause.ends_at, now)
        }

    def entry(self, until: str) -> str:
        return _("An entry in your Steady calendar: until %(time)s.") % {"time": until}


class PauseOver(_AboutPause):
    """Time to come back, for both."""

    name = "pause_over"
    label = gettext_lazy("Time to come back after a pause")

    def is_true(self, pause: Pause, row: Reminder | Notice, running: Pause | None) -> bool:
        """Only for the end that came, one that moved has its own row; and not once the two pause again."""
        return running is None and row.occurrence == pause_end_occurrence(pause)

    def line(self, pause: Pause, now: datetime) -> str:
        return _("The pause is over. Time to come back to each other.")

    def entry(self, until: str) -> str:
        return _("A reminder from your Steady calendar: it is %(time)s.") % {"time": until}


class ReturnOpened(ReminderKind):
    """What both wrote at the return is open. Told to both alike, once; from then on the page says it too."""

    name = "return_opened"
    group = PAUSES
    label = gettext_lazy("What you both wrote after a pause is open")
    useful_for = RETURNS_KEPT_FOR
    keep_for = timedelta(days=2)

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is gone by now."""
        found = _opened(reminders, now)
        return {row.pk: Drop() for row in reminders if row.subject not in found}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("pause_back")

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the text while there is something to read."""
        found = _opened(notices, now)
        text = _("What you both wrote is open. Read it together.")
        return {notice.pk: Line(text, reverse("pause_back")) for notice in notices if notice.subject in found}


def _opened(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> set[str]:
    """Return the subjects whose pages both may read."""
    opened = ReturnPage.objects.still_there(now).filter(pause__opened_at__isnull=False)
    opened = opened.filter(pause__in=Pause.objects.filter(pk__in=PAUSE.keys(rows)))
    return {PAUSE.of(key) for key in opened.values_list("pause", flat=True)}


def pause_occurrence(pause: Pause) -> str:
    """Return the occurrence of a pause: more time makes another one."""
    return f"until:{pause.revision}" if pause.revision else "start"


def pause_end_occurrence(pause: Pause) -> str:
    """Return the occurrence of a pause's end: one that moves, also back to where it was, makes another one."""
    return f"end:{exact_moment(pause.over_at)}" + (f":{pause.revision}" if pause.revision else "")


def announce_pause(pause: Pause, person_id: int, due_at: datetime) -> None:
    """Tell the other of a pause, or of more time, at `due_at`."""
    occurrence = pause_occurrence(pause)
    schedule(
        PAUSE_STARTED,
        PAUSE.of(pause.pk),
        occurrence=occurrence,
        people=[person_id],
        due_at=due_at,
        expires_at=pause.ends_at,
    )


def announce_end(pause: Pause, both: Iterable[int]) -> None:
    """Tell both at its end."""
    occurrence = pause_end_occurrence(pause)
    schedule(PAUSE_OVER, PAUSE.of(pause.pk), occurrence=occurrence, people=both, due_at=pause.ends_at)


def announce_opening(pause: Pause, both: Iterable[int], now: datetime) -> None:
    """Tell both that what they wrote is open."""
    schedule(RETURN_OPENED, PAUSE.of(pause.pk), occurrence="opened", people=both, due_at=now)


PAUSE_STARTED = PauseStarted()
PAUSE_OVER = PauseOver()
RETURN_OPENED = ReturnOpened()
KINDS = (PAUSE_STARTED, PAUSE_OVER, RETURN_OPENED)
