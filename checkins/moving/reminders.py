"""What is told of a move: another time is suggested, it has another time, it is left out, a talk now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from basics import formats
from basics.directions import isolated_in_text
from checkins.moving.models import KEPT_FOR, How, Move, Outcome
from checkins.moving.movable import Movable, movables_of, new_time_said
from reminders.flood_limit import all_but
from reminders.kinds import TALKS, Decision, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.subjects import Subject
from reminders.wording import calendar_entry, day_and_time, something_new

MOVE = Subject("move")
# Which moment of a move is told: that it asks or was done, and that it was answered.
MADE, ANSWERED = "made", "answered"


class Told:
    """A move with the meeting that it is about, as both are now."""

    def __init__(self, move: Move, movable: Movable | None, next_at: datetime | None) -> None:
        self.move, self.movable, self.next_at = move, movable, next_at

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether the meeting that was meant is still to come."""
        return self.meant is not None and bool(self.meant.meeting.is_ahead(now))

    @property
    def meant(self) -> Movable | None:
        """Return the meeting if it is the one that was meant: other words make another one of it."""
        return self.movable if self.movable and self.movable.meeting.slot == self.move.slot else None

    @property
    def what(self) -> Movable:
        """Return the meeting; for what is told only while there is one."""
        assert self.movable, "is_true asks for it"
        return self.movable

    @property
    def name(self) -> str:
        """Return the name of the one who made the move, for a line of text."""
        return isolated_in_text(self.move.author.name)


class _AboutMove(ReminderKind):
    """What these kinds share: they are about one move, and vanish with it and with the couple."""

    group = TALKS
    useful_for = KEPT_FOR

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """Tell whether the row still says what is the case."""
        raise NotImplementedError

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        raise NotImplementedError

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is not the case any more."""
        found = _told(reminders, now)
        for row in reminders:
            row.found = found.get(row.subject)
        true = [row for row in reminders if row.found and self.is_true(row.found, row, now)]
        return all_but(true, reminders, now)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def leads_to(self, reminder: Reminder) -> str:
        return _page(_told_of(reminder, timezone.now()))

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while it is the case."""
        found = _told(notices, now)
        true = [
            (notice, told)
            for notice in notices
            if (told := found.get(notice.subject)) and self.is_true(told, notice, now)
        ]
        return {notice.pk: Line(self.line(told, notice, now), _page(told)) for notice, told in true}


class MoveProposed(_AboutMove):
    """The other suggests another time."""

    name = "move_proposed"
    label = gettext_lazy("Another time is suggested for our talk")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """Only while it is asked."""
        return told.is_ahead(now) and told.move.is_asked(now)

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        return told.what.suggested_said(told.name, formats.when_said(told.move.starts_at, now))

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return _told_of(reminder, now).what.suggested_message()


class Moved(_AboutMove):
    """The talk has another time: the suggestion was good, or the other needs fifteen minutes more."""

    name = "moved"
    label = gettext_lazy("Our talk has another time")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """While it has this very time, and is not over."""
        meeting = told.meant.meeting if told.meant else None
        if meeting is None or meeting.cancelled_at:
            return False
        return bool(meeting.starts_at == told.move.starts_at and now < meeting.ends_at)

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        if told.move.how == How.LATER:
            said = {"name": told.name, "time": formats.clock(told.move.starts_at)}
            return _("%(name)s needs 15 minutes more. %(time)s.") % said
        return told.what.moved_said(formats.when_said(told.move.starts_at, now))

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Say its time and how long it takes, as a calendar would."""
        return _entry(_told_of(reminder, now), now)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return new_time_said(_told_of(reminder, now).what, now)


class LeftOut(_AboutMove):
    """The other skipped one talk."""

    name = "left_out"
    label = gettext_lazy("A talk is skipped")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """As long as anybody would have come, and a while."""
        return told.meant is not None and bool(told.meant.meeting.left_out)

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        next_at = formats.when_said(told.next_at, now) if told.next_at else ""
        return told.what.skipped_said(formats.when_said(told.move.starts_at, now), next_at)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        told = _told_of(reminder, now)
        return told.what.skipped_message(day_and_time(told.move.starts_at, timezone.localtime(now).date()))


class TalkNow(_AboutMove):
    """The other would like to talk now; and, to the one who asked, what came of it."""

    name = "talk_now"
    label = gettext_lazy("A talk now")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """The question half an hour at most; the answer that is a time, until that; the other one, that day."""
        move = told.move
        if row.occurrence == MADE:
            return move.is_asked(now)
        return move.outcome == Outcome.NO or (move.outcome == Outcome.YES and told.is_ahead(now))

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        if row.occurrence == MADE:
            return _("%(name)s would like to talk now.") % {"name": told.name}
        if told.move.outcome == Outcome.YES:
            return _("Your talk: %(when)s.") % {"when": formats.when_said(told.what.meeting.starts_at, now)}
        return not_today_said(told.next_at, now)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Say the time, once there is one."""
        return _entry(_told_of(reminder, now), now) if reminder.occurrence == ANSWERED else something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        if reminder.occurrence == ANSWERED:
            return new_time_said(_told_of(reminder, now).what, now)
        return Message(
            subject=_("A talk now?"),
            paragraphs=(_("You are asked for a talk now. Another time or “not today” is an answer as well."),),
            link_label=_("Open"),
        )


def left_out_said(next_at: datetime | None, now: datetime) -> str:
    """Return that one is skipped, and when the next is."""
    if next_at is None:
        return _("This one is skipped.")
    return _("This one is skipped. The next one: %(when)s.") % {"when": formats.when_said(next_at, now)}


def not_today_said(next_at: datetime | None, now: datetime) -> str:
    """Return what is said to whoever asked for a talk now and gets none."""
    if next_at is None:
        return pgettext("a talk", "Not today.")
    return _("Not today. The next one: %(when)s.") % {"when": formats.when_said(next_at, now)}


def _entry(told: Told, now: datetime) -> Message:
    meeting = told.what.meeting
    return calendar_entry(meeting.starts_at, meeting.minutes, timezone.localtime(now).date())


def _page(told: Told) -> str:
    """Return the meeting's own page; a talk that is asked for has none yet."""
    return told.movable.page if told.movable else reverse("check_ins")


def _told_of(reminder: Reminder, now: datetime) -> Told:
    """Return what was found when the kind was asked, a moment ago; a row that nobody asked about is looked up."""
    return reminder.found or _told([reminder], now)[reminder.subject]


def _told(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[str, Told]:
    """Return the moves of couples that are connected with their meetings, by subject.

    One query a batch, and two for each sort of meeting in it.
    """
    connected = Move.objects.filter(pk__in=MOVE.keys(rows), couple__closed_at__isnull=True)
    moves = list(connected.select_related("author"))
    movables, next_at = movables_of(moves, now)
    return {MOVE.of(move.pk): Told(move, movables.get(move.subject), next_at.get(move.pk)) for move in moves}


MOVE_PROPOSED = MoveProposed()
MOVED = Moved()
LEFT_OUT = LeftOut()
TALK_NOW = TalkNow()
KINDS = (MOVE_PROPOSED, MOVED, LEFT_OUT, TALK_NOW)
