"""What can be moved: a meeting, and what differs between the sorts of them.

The verbs know no more of a meeting than this, so that another sort of meeting needs another such class, registered by
its own subject, and no other verbs.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.trials.moving import follow_talk
from basics import formats
from basics.transactions import reading
from checkins.moving.models import IN_A_ROW, Move, MoveQuerySet
from checkins.moving.refusals import SkippedMany
from checkins.rhythm.models import CheckIn
from checkins.rhythm.recurrence import next_slot
from checkins.rhythm.scheduling import UPCOMING_TALKS
from checkins.rhythm.upcoming import Upcoming
from couples.seats.models import Membership
from reminders.kinds import Message
from reminders.wording import day_and_time


@dataclass(frozen=True)
class Routes:
    """Where the buttons lead; each takes the meeting's id."""

    move: str
    accept: str
    decline: str
    take_back: str
    leave_out: str


Found = Mapping[str, "Movable"]


class Movable(ABC):
    """A meeting as what can be moved."""

    upcoming: ClassVar[Upcoming[Any]]
    routes: ClassVar[Routes]
    # What is said to whoever skips too many of them.
    skipped_many: ClassVar[type[SkippedMany]] = SkippedMany
    # Whether what the two write beforehand hangs on it.
    is_talk = False

    def __init__(self, meeting: Any) -> None:
        self.meeting = meeting
        self.subject = self.upcoming.subject.of(meeting.pk)

    @classmethod
    def of(cls, seat: Membership, meeting_id: uuid.UUID) -> Any:
        """Return one of the couple's meetings. Raises Http404, the same for a stranger's and an unknown one."""
        ours = cls.rows().of(seat).select_related("agreement__in_force")
        with reading(seat.user_id):
            return cls(get_object_or_404(ours, pk=meeting_id))

    @classmethod
    def rows(cls) -> Any:
        """Return all meetings of this sort."""
        return cls.upcoming.model._default_manager

    @property
    def agreed_zone(self) -> str:
        """Return whose clock a new time is given on; empty for one's own, where no clock is agreed."""
        return self.meeting.zone if self.meeting.agreement_id else ""

    @property
    def row(self) -> Any:
        """Return its row, to be updated under conditions."""
        return self.rows().filter(pk=self.meeting.pk)

    def ahead(self, now: datetime) -> Any:
        """Return its row while it is to come."""
        return self.row.surely_ahead(now)

    @property
    def moves(self) -> MoveQuerySet:
        """Return what the two did about its time so far."""
        return Move.objects.about(self.meeting, self.subject)

    def skipped_by(self, seat: Membership) -> MoveQuerySet:
        """Return which of this sort the holder of this seat skipped."""
        return Move.objects.by(seat).of_the_sort(self.upcoming.subject).filter(how="left_out")

    def following(self, now: datetime) -> datetime | None:
        """Return when what it comes from means the next one; its agreement is loaded with the words in force."""
        in_force = self.meeting.agreement.in_force if self.meeting.agreement_id else None
        rule = self.upcoming.rule_of(in_force.settings_by_now) if in_force else None
        return next_slot(rule, max(self.meeting.slot, now)) if rule else None

    def next_one(self, now: datetime) -> Any:
        """Return the next of what it comes from, as it stands; None where none is ahead."""
        return self.rows().filter(agreement=self.meeting.agreement_id).next_one(now)

    def hold(self, now: datetime) -> bool:
        """Lock what it comes from, which other verbs lock before it; tell whether that is agreed on still."""
        return self.upcoming.hold(self.meeting, now)

    def remind_anew(self, now: datetime) -> None:
        """Let its reminders follow its time."""
        self.upcoming.remind_anew(self.meeting, now)

    @abstractmethod
    def was_put_elsewhere(self, was_at: datetime, starts_at: datetime | None, now: datetime) -> None:
        """Let what hangs on its time follow it; or the next one, after it was left out."""

    def place_in_a_row(self) -> int:
        """Return which one in a row this would be to be left out."""
        return 1

    def may_be_left_out_by(self, seat: Membership) -> bool:
        """Tell whether the holder of this seat may skip it alone."""
        return True

    def go_on(self, now: datetime) -> None:
        """Make what comes next, at once."""
        if self.meeting.agreement:
            self.upcoming.ensure_next(self.meeting.agreement, now)

    # What is said of it

    @property
    @abstractmethod
    def page(self) -> str:
        """Return the address of the page that shows it."""

    @property
    def page_of_times(self) -> str:
        """Return the address of the page on which another time is answered."""
        return self.page

    @property
    @abstractmethod
    def heading(self) -> str:
        """Return what stands above another time that is suggested for it."""

    @abstractmethod
    def suggested_said(self, name: str, when: str) -> str:
        """Return that another time is suggested, in the app."""

    @abstractmethod
    def moved_said(self, when: str) -> str:
        """Return that it has another time, in the app."""

    @abstractmethod
    def skipped_said(self, when: str, next_at: str) -> str:
        """Return that it is skipped, in the app; `next_at` is empty where none follows."""

    @abstractmethod
    def suggested_message(self) -> Message:
        """Return that another time is suggested, as a plain mail says it."""

    @abstractmethod
    def moved_message(self, when: str, day_time: Mapping[str, str]) -> Message:
        """Return that it has another time, as a plain mail says it."""

    @abstractmethod
    def skipped_message(self, day_time: Mapping[str, str]) -> Message:
        """Return that it is skipped, as a plain mail says it."""

    @classmethod
    def is_about(cls, move: Move) -> bool:
        """Tell whether a move is about one of this sort."""
        return move.subject.startswith(cls.upcoming.subject.of(""))

    @classmethod
    @abstractmethod
    def next_times(cls, moves: Sequence[Move], found: Found, now: datetime) -> Mapping[uuid.UUID, datetime]:
        """Return, by move, when the next one of this sort is. One query."""


class Talk(Movable):
    """A check-in as what can be moved."""

    upcoming = UPCOMING_TALKS
    routes = Routes("move", "move_accept", "move_decline", "move_take_back", "leave_out")
    is_talk = True

    def was_put_elsewhere(self, was_at: datetime, starts_at: datetime | None, now: datetime) -> None:
        """Let what is tried until it follow it, or the next one after it was left out."""
        follow_talk(self.meeting.couple_id, was_at, starts_at, now)

    def place_in_a_row(self) -> int:
        """Return which one in a row this would be; after the third it begins anew."""
        before = CheckIn.objects.before(self.meeting)
        return (before.left_out if before else 0) % IN_A_ROW + 1

    def next_one(self, now: datetime) -> Any:
        """Return the couple's next talk, of whatever rhythm."""
        return self.rows().filter(couple=self.meeting.couple_id).next_one(now)

    @property
    def page(self) -> str:
        return reverse("check_in", args=[self.meeting.pk])

    @property
    def heading(self) -> str:
        return _("Another time for our talk")

    def suggested_said(self, name: str, when: str) -> str:
        return _("%(name)s suggests another time for our talk: %(when)s.") % {"name": name, "when": when}

    def moved_said(self, when: str) -> str:
        return _("Our talk has another time: %(when)s.") % {"when": when}

    def skipped_said(self, when: str, next_at: str) -> str:
        if not next_at:
            return _("Our talk is skipped: %(when)s.") % {"when": when}
        return _("Our talk is skipped: %(when)s. The next one: %(next)s.") % {"when": when, "next": next_at}

    def suggested_message(self) -> Message:
        return Message(
            subject=_("Another time for your talk"),
            paragraphs=(_("Another time is suggested for your talk. Until you both say yes, it stays as it is."),),
            link_label=_("Open"),
        )

    def moved_message(self, when: str, day_time: Mapping[str, str]) -> Message:
        return Message(
            subject=_("New time for your talk: %(day)s at %(time)s") % day_time,
            paragraphs=(_("It has another time: %(when)s.") % {"when": when},),
            link_label=_("Open"),
        )

    def skipped_message(self, day_time: Mapping[str, str]) -> Message:
        return Message(
            subject=_("Skipped: your talk %(day)s at %(time)s") % day_time,
            paragraphs=(_("This one is skipped. Your talk time stays as you agreed on it."),),
            link_label=_("Open"),
        )

    @classmethod
    def rows(cls) -> Any:
        """Return all talks. Their prompts are JSON, which is read for nothing by the hundred here."""
        return CheckIn.objects.defer("prompts")

    @classmethod
    def is_about(cls, move: Move) -> bool:
        """Tell whether a move is about a talk, also about one that is asked for now and has no row yet."""
        return not move.names_a_talk or super().is_about(move)

    @classmethod
    def next_times(cls, moves: Sequence[Move], found: Found, now: datetime) -> Mapping[uuid.UUID, datetime]:
        """Return when the couple's next talk is, of whatever rhythm."""
        ahead = CheckIn.objects.ahead(now).filter(couple__in={move.couple_id for move in moves})
        by_couple = dict(ahead.order_by("-starts_at").values_list("couple", "starts_at"))
        return {move.pk: by_couple[move.couple_id] for move in moves if move.couple_id in by_couple}


_sorts: dict[str, type[Movable]] = {}


def register_movable(sort: type[Movable]) -> None:
    """Make a sort of meeting known. Called once for each in an `AppConfig.ready()`."""
    _sorts[sort.upcoming.subject.thing] = sort


def all_sorts() -> Collection[type[Movable]]:
    """Return the sorts of meetings that can be moved."""
    return _sorts.values()


def new_time_said(movable: Movable, now: datetime) -> Message:
    """Return, as a plain mail says it, that it has the time it has by now."""
    starts_at = movable.meeting.starts_at
    today = timezone.localtime(now).date()
    return movable.moved_message(formats.when_said(starts_at, now), day_and_time(starts_at, today))


def movables_of(moves: Sequence[Move], now: datetime) -> tuple[Found, Mapping[uuid.UUID, datetime]]:
    """Return what these moves are about, by subject, and by move when the next of it is. Two queries for each sort."""
    found: dict[str, Movable] = {}
    next_at: dict[uuid.UUID, datetime] = {}
    for sort in all_sorts():
        if mine := [move for move in moves if sort.is_about(move)]:
            keys = sort.upcoming.subject.keys(move for move in mine if move.names_a_talk)
            movables = [sort(meeting) for meeting in sort.rows().filter(pk__in=keys)]
            found |= {movable.subject: movable for movable in movables}
            next_at |= sort.next_times(mine, found, now)
    return found, next_at
