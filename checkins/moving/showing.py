"""What one person sees of the time of a talk: what is suggested, what they can do, what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from basics import formats
from basics.localtime import earliest, local, next_time
from checkins.moving.models import How, Move, Outcome
from checkins.moving.movable import Movable, Routes, all_sorts
from checkins.moving.reminders import left_out_said, not_today_said
from checkins.moving.suiting import no_longer_suiting
from checkins.moving.verbs import FARTHEST, LATER_BY, LATER_WITHIN, is_talked_out
from checkins.rhythm.models import CheckIn
from checkins.rhythm.patterns import WEEKS
from checkins.rhythm.recurrence import Rule
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class Suggestion:
    """Another time for a talk, which one of the two suggests."""

    pk: uuid.UUID
    meeting_id: uuid.UUID
    routes: Routes
    # The page that shows what is to be moved, and what stands above the suggestion elsewhere.
    page: str
    heading: str
    is_mine: bool
    by: User
    # The time that stands, and the one suggested.
    stands_at: datetime
    starts_at: datetime
    line: str
    # The talk that it would take the place of as well: the next one of the rhythm. None where it lies before that.
    instead_of: datetime | None

    @property
    def until(self) -> datetime:
        """Return when it is gone by itself: with either time."""
        return min(self.stands_at, self.starts_at)


@dataclass(frozen=True)
class LeftOutAsSeen:
    """What stands on the page of a talk that was skipped."""

    said: str
    line: str
    by: User


@dataclass(frozen=True)
class TimesAsSeen:
    """The time of one meeting, and what this person can do about it now."""

    meeting_id: uuid.UUID
    routes: Routes
    # The page that shows it.
    page: str
    is_talk: bool
    can_be_left_out: bool
    starts_at: datetime
    # Whose clock a new time is given on; empty for the reader's own.
    zone: str
    is_ahead: bool
    suggestion: Suggestion | None
    # A time that this person suggested last, and that the other would rather not have.
    left_as_it_was: datetime | None
    is_talked_out: bool
    can_come_later: bool
    left_out: LeftOutAsSeen | None
    # When the rhythm means the next one; and the same where another time may lie beyond it, and takes its place.
    following: datetime | None
    within_reach: datetime | None
    changes_at: datetime | None
    # The agreement that it comes from, whose words put all of them at another time; None for a talk of no rhythm.
    agreement_id: uuid.UUID | None

    @property
    def answering(self) -> uuid.UUID | str:
        """Return which suggestion stands, as forms carry it along; empty for none."""
        return self.suggestion.pk if self.suggestion else ""

    @property
    def seen(self) -> int:
        """Return the time as forms carry it along."""
        return int(self.starts_at.timestamp())

    @property
    def as_typed(self) -> Mapping[str, date | time]:
        """Return the time as it would be typed on the clock of a new one."""
        here = local(self.starts_at, self.zone) if self.zone else timezone.localtime(self.starts_at)
        return {"day": here.date(), "at": here.time()}

    @property
    def later_at(self) -> datetime:
        """Return what fifteen minutes more would make of it."""
        return self.starts_at + LATER_BY


def times_of(movable: Movable, seat: Membership, now: datetime) -> TimesAsSeen:
    """Return its time as the holder of this seat sees it. One query; `agreement__in_force` is loaded."""
    meeting, moves = movable.meeting, list(movable.moves.order_by("made_at"))
    is_ahead, later_from = meeting.is_ahead(now), meeting.starts_at - LATER_WITHIN
    takes_later = is_ahead and movable.is_talk
    asked = next((move for move in moves if move.is_asked(now)), None) if is_ahead else None
    following = movable.following(now)
    suggestion = _suggestion(asked, movable, following, seat) if asked else None
    mine_later = any(move.how == How.LATER and move.is_by(seat) for move in moves)
    return TimesAsSeen(
        meeting_id=meeting.pk,
        routes=movable.routes,
        page=movable.page,
        is_talk=movable.is_talk,
        can_be_left_out=movable.may_be_left_out_by(seat),
        starts_at=meeting.starts_at,
        zone=movable.agreed_zone,
        is_ahead=is_ahead,
        suggestion=suggestion,
        left_as_it_was=_left_as_it_was(moves, seat) if is_ahead else None,
        is_talked_out=is_talked_out(moves, seat),
        can_come_later=takes_later and later_from <= now and not mine_later,
        left_out=_left_out(movable, moves, seat, now),
        following=following,
        within_reach=following if following and following <= now + FARTHEST else None,
        changes_at=earliest(
            later_from if takes_later and later_from > now else None, suggestion.until if suggestion else None
        ),
        agreement_id=meeting.agreement_id,
    )


def _suggestion(move: Move, movable: Movable, following: datetime | None, seat: Membership) -> Suggestion:
    return Suggestion(
        pk=move.pk,
        meeting_id=movable.meeting.pk,
        routes=movable.routes,
        page=movable.page_of_times,
        heading=movable.heading,
        is_mine=move.is_by(seat),
        by=_person(move, seat),
        stands_at=movable.meeting.starts_at,
        starts_at=move.starts_at,
        line=move.line,
        instead_of=following if following and following <= move.starts_at else None,
    )


def _person(move: Move, seat: Membership) -> User:
    return seat.user if move.is_by(seat) else seat.partner


def _left_as_it_was(moves: Sequence[Move], seat: Membership) -> datetime | None:
    """Return it if nothing was suggested since."""
    suggested = [move for move in moves if move.how == How.ANOTHER_TIME]
    last = suggested[-1] if suggested else None
    return last.starts_at if last and last.is_by(seat) and last.outcome == Outcome.NO else None


def _left_out(movable: Movable, moves: Sequence[Move], seat: Membership, now: datetime) -> LeftOutAsSeen | None:
    if not movable.meeting.left_out:
        return None
    following = movable.next_one(now)
    move = next((move for move in moves if move.how == How.LEFT_OUT), None)
    said = left_out_said(following.starts_at if following else None, now)
    return LeftOutAsSeen(said, move.line if move else "", _person(move, seat) if move else seat.partner)


def skipped(movables: Sequence[Movable], seat: Membership) -> Mapping[str, tuple[str, User]]:
    """Return, by subject, what was written with leaving each out, and by whom. One query, and none for nothing."""
    subjects = [movable.subject for movable in movables]
    moves = Move.objects.of(seat).filter(how=How.LEFT_OUT, subject__in=subjects) if subjects else ()
    return {move.subject: (move.line, _person(move, seat)) for move in moves}


@dataclass(frozen=True)
class AskedForNow:
    """A talk that one of the two asks for now."""

    pk: uuid.UUID
    is_mine: bool
    by: User
    until: datetime


@dataclass(frozen=True)
class AskedAsSeen:
    """What the two ask each other about the time of their talks."""

    suggestions: Sequence[Suggestion] = ()
    now: AskedForNow | None = None
    # What the other said, where this person asked and it did not suit today; empty otherwise.
    not_today: str = ""
    not_today_until: datetime | None = None

    @property
    def of_me(self) -> AskedForNow | None:
        """Return the talk that the other asks for."""
        return self.now if self.now and not self.now.is_mine else None

    @property
    def changes_at(self) -> datetime | None:
        """Return when it reads otherwise though nobody does anything."""
        asked = [suggestion.until for suggestion in self.suggestions]
        return earliest(*asked, self.now.until if self.now else None, self.not_today_until)


def asked_between(seat: Membership, now: datetime) -> AskedAsSeen:
    """Return what is asked. One query; one more where another time is suggested, or a talk did not suit today."""
    moves = list(Move.objects.of(seat).on_their_pages(now).order_by("made_at"))
    asked = [move for move in moves if move.is_asked(now)]
    theirs = [move for move in asked if move.how == How.ANOTHER_TIME and not move.is_by(seat)]
    for_now = next((move for move in asked if move.how == How.NOW), None)
    not_today = _not_today(moves, seat, now)
    return AskedAsSeen(
        suggestions=_suggestions(theirs, seat, now),
        now=_asked_for_now(for_now, seat) if for_now else None,
        not_today=not_today,
        not_today_until=next_time(time(), now, timezone.get_current_timezone_name()) if not_today else None,
    )


def _asked_for_now(move: Move, seat: Membership) -> AskedForNow:
    return AskedForNow(move.pk, move.is_by(seat), _person(move, seat), move.stands_until)


def _suggestions(moves: Sequence[Move], seat: Membership, now: datetime) -> Sequence[Suggestion]:
    if not moves:
        return ()
    ahead = {movable.subject: movable for sort in all_sorts() for movable in _ahead(sort, moves, seat, now)}
    pairs = [(move, ahead.get(move.subject)) for move in moves]
    meant = [(move, movable) for move, movable in pairs if movable and movable.meeting.slot == move.slot]
    return [_suggestion(move, movable, movable.following(now), seat) for move, movable in meant]


def _ahead(sort: type[Movable], moves: Sequence[Move], seat: Membership, now: datetime) -> Sequence[Movable]:
    """Return what these are about of one sort; no query where they are about none of it."""
    keys = sort.upcoming.subject.keys(move for move in moves if sort.is_about(move))
    rows = sort.rows().of(seat).ahead(now).filter(pk__in=keys).select_related("agreement__in_force")
    return [sort(meeting) for meeting in rows] if keys else []


def _not_today(moves: Sequence[Move], seat: Membership, now: datetime) -> str:
    """Return what the other said to what this person asked last, as long as it is that day here."""
    mine = [move for move in moves if move.how == How.NOW and move.is_by(seat)]
    if not mine or mine[-1].outcome != Outcome.NO or _day(mine[-1].made_at) != _day(now):
        return ""
    following = CheckIn.objects.of(seat).next_one(now)
    return not_today_said(following.starts_at if following else None, now)


def _day(when: datetime) -> date:
    return timezone.localtime(when).date()


@dataclass(frozen=True)
class Question:
    """Whether a time to talk still suits, after three were left out. It does not say who left them out."""

    check_in_id: uuid.UUID
    agreement_id: uuid.UUID
    # Of a rhythm with one day of the week; of several, or of dates, no single one is in question.
    weekday: str
    # Whether the talks come every week, so that every other week is less.
    is_weekly: bool


def questions_of(seat: Membership, now: datetime) -> Sequence[Question]:
    """Return what both are asked after three were left out. One query."""
    thirds = no_longer_suiting(seat, now).select_related("agreement__in_force")
    return [_question(third) for third in thirds]


def _question(third: CheckIn) -> Question:
    agreement = third.agreement
    assert agreement, "no_longer_suiting finds talks of a rhythm in force"
    assert agreement.in_force
    rule = Rule.of(agreement.in_force.settings)
    is_weekly = rule.every == WEEKS and rule.weeks == 1
    has_one_day = rule.every == WEEKS and len(rule.weekdays) == 1
    weekday = formats.weekday(local(third.slot, third.zone).weekday()) if has_one_day else ""
    return Question(third.pk, agreement.pk, weekday, is_weekly)
