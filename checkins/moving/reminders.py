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
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from reminders.flood_limit import all_but
from reminders.kinds import TALKS, Decision, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.subjects import Subject
from reminders.wording import calendar_entry, day_and_time, something_new

MOVE = Subject("move")
# Which moment of a move is told: that it asks or was done, and that it was answered.
MADE, ANSWERED = "made", "answered"


class Told:
    """A move with the talk that it is about, as both are now."""

    def __init__(self, move: Move, check_in: CheckIn | None, next_at: datetime | None) -> None:
        self.move, self.check_in, self.next_at = move, check_in, next_at

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether the talk that was meant is still to come."""
        return self.is_meant and self.check_in is not None and self.check_in.is_ahead(now)

    @property
    def is_meant(self) -> bool:
        """Tell whether the talk is the one that was meant: another rhythm makes another one of it."""
        return self.check_in is not None and self.check_in.slot == self.move.slot

    @property
    def talk(self) -> CheckIn:
        """Return the talk; for what is told only while there is one."""
        assert self.check_in, "is_true asks for it"
        return self.check_in

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
        return _page(reminder.found.move if reminder.found else Move.objects.get(pk=MOVE.key(reminder)))

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while it is the case."""
        found = _told(notices, now)
        true = [
            (notice, told)
            for notice in notices
            if (told := found.get(notice.subject)) and self.is_true(told, notice, now)
        ]
        return {notice.pk: Line(self.line(told, notice, now), _page(told.move)) for notice, told in true}


class MoveProposed(_AboutMove):
    """The other suggests another time."""

    name = "move_proposed"
    label = gettext_lazy("Another time is suggested for our talk")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """Only while it is asked."""
        return told.is_ahead(now) and told.move.is_asked(now)

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        when = formats.when_said(told.move.starts_at, now)
        return _("%(name)s suggests another time for our talk: %(when)s.") % {"name": told.name, "when": when}

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Another time for your talk"),
            paragraphs=(_("Another time is suggested for your talk. Until you both say yes, it stays as it is."),),
            link_label=_("Open"),
        )


class Moved(_AboutMove):
    """The talk has another time: the suggestion was good, or the other needs fifteen minutes more."""

    name = "moved"
    label = gettext_lazy("Our talk has another time")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """While it has this very time, and is not over."""
        check_in = told.check_in
        if not told.is_meant or check_in is None or check_in.cancelled_at:
            return False
        return check_in.starts_at == told.move.starts_at and now < check_in.ends_at

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        if told.move.how == How.LATER:
            said = {"name": told.name, "time": formats.clock(told.move.starts_at)}
            return _("%(name)s needs 15 minutes more. %(time)s.") % said
        return _("Our talk has another time: %(when)s.") % {"when": formats.when_said(told.move.starts_at, now)}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Say its time and how long it takes, as a calendar would."""
        return _entry(_told_of(reminder, now), now)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return _your_talk(_told_of(reminder, now).talk.starts_at, now)


class LeftOut(_AboutMove):
    """The other skipped one talk."""

    name = "left_out"
    label = gettext_lazy("A talk is skipped")

    def is_true(self, told: Told, row: Reminder | Notice, now: datetime) -> bool:
        """As long as anybody would have come, and a while."""
        return told.is_meant and bool(told.check_in and told.check_in.left_out)

    def line(self, told: Told, row: Notice, now: datetime) -> str:
        return _skipped_said(told.move.starts_at, told.next_at, now)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        told = _told_of(reminder, now)
        when = day_and_time(told.move.starts_at, timezone.localtime(now).date())
        return Message(
            subject=_("Skipped: your talk %(day)s at %(time)s") % when,
            paragraphs=(_("This one is skipped. Your talk time stays as you agreed on it."),),
            link_label=_("Open"),
        )


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
            return _("Your talk: %(when)s.") % {"when": formats.when_said(told.talk.starts_at, now)}
        return not_today_said(told.next_at, now)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Say the time, once there is one."""
        return _entry(_told_of(reminder, now), now) if reminder.occurrence == ANSWERED else something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        if reminder.occurrence == ANSWERED:
            return _your_talk(_told_of(reminder, now).talk.starts_at, now)
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


def _skipped_said(starts_at: datetime, next_at: datetime | None, now: datetime) -> str:
    when = {"when": formats.when_said(starts_at, now)}
    if next_at is None:
        return _("Our talk is skipped: %(when)s.") % when
    return _("Our talk is skipped: %(when)s. The next one: %(next)s.") % {
        **when,
        "next": formats.when_said(next_at, now),
    }


def _entry(told: Told, now: datetime) -> Message:
    return calendar_entry(told.talk.starts_at, told.talk.minutes, timezone.localtime(now).date())


def _your_talk(starts_at: datetime, now: datetime) -> Message:
    return Message(
        subject=_("New time for your talk: %(day)s at %(time)s")
        % day_and_time(starts_at, timezone.localtime(now).date()),
        paragraphs=(_("It has another time: %(when)s.") % {"when": formats.when_said(starts_at, now)},),
        link_label=_("Open"),
    )


def _page(move: Move) -> str:
    """Return the talk's own page; a talk that is asked for has none yet."""
    return reverse("check_in", args=[CHECK_IN_SUBJECT.key(move)]) if move.names_a_talk else reverse("check_ins")


def _told_of(reminder: Reminder, now: datetime) -> Told:
    """Return what was found when the kind was asked, a moment ago; a row that nobody asked about is looked up."""
    return reminder.found or _told([reminder], now)[reminder.subject]


def _told(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[str, Told]:
    """Return the moves of couples that are connected with their talks, by subject. Three queries a batch."""
    connected = Move.objects.filter(pk__in=MOVE.keys(rows), couple__closed_at__isnull=True)
    moves = list(connected.select_related("author"))
    keys = CHECK_IN_SUBJECT.keys(move for move in moves if move.names_a_talk)
    check_ins = {CHECK_IN_SUBJECT.of(each.pk): each for each in CheckIn.objects.filter(pk__in=keys).defer("prompts")}
    ahead = CheckIn.objects.ahead(now).filter(couple__in={move.couple_id for move in moves}).order_by("-starts_at")
    next_at = dict(ahead.values_list("couple", "starts_at"))
    return {MOVE.of(move.pk): Told(move, check_ins.get(move.subject), next_at.get(move.couple_id)) for move in moves}


MOVE_PROPOSED = MoveProposed()
MOVED = Moved()
LEFT_OUT = LeftOut()
TALK_NOW = TalkNow()
KINDS = (MOVE_PROPOSED, MOVED, LEFT_OUT, TALK_NOW)
