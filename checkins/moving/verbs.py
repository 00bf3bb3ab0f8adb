"""Another time, fifteen minutes later, skipping one: what either does about the time of a meeting.

Each verb takes, in the order in which everybody takes them, the couple's row, that of what the meeting comes from, and
its own, which it updates under the condition that the meeting is still ahead. So two of them follow each other, as do
a verb and an answer that is on its way, and the second sees what the first has done.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from basics.limits import Limit
from basics.transactions import acting
from checkins.moving.answering import answer, put_away, refuse_in_pause, take_back
from checkins.moving.models import How, Move, Outcome
from checkins.moving.movable import Movable
from checkins.moving.refusals import (
    BetterByTalking,
    Changed,
    LaterAlready,
    NotAhead,
    NotInTheLastHour,
    NotWithinTwoWeeks,
    NotYoursToSkip,
    SameTime,
)
from checkins.moving.reminders import ANSWERED, LEFT_OUT, MADE, MOVE, MOVE_PROPOSED, MOVED
from couples.live.verbs import raise_revisions
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from reminders.scheduling import schedule, withdraw

FARTHEST = timedelta(days=14)
MOST_SUGGESTED = 4
LATER_BY = timedelta(minutes=15)
LATER_WITHIN = timedelta(minutes=60)
# A fortnight of three talks a week. The next one comes at once, each can carry a line, and the other is told of it.
SKIPS = Limit(6, timedelta(hours=24))


def suggest_time(
    talk: Movable, seat: Membership, starts_at: datetime, line: str, answering: uuid.UUID | None, now: datetime
) -> Move:
    """Suggest another time; until the other says yes the old one stands. A second tap finds what the first suggested.

    `answering` is the suggestion that this person saw, by whomever: this one takes its place. Raises Changed if another
    one stands by now, NotWithinTwoWeeks, SameTime, BetterByTalking, NotAhead, PausedNow, NotConnected.
    """
    with acting(seat.user_id):
        _begin(talk, seat, now)
        if made := _suggested_before(talk, seat, starts_at, line, now):
            return made
        _refuse_time(talk, starts_at, now)
        _refuse_unless_seen(talk, answering, now)
        if is_talked_out(talk.moves, seat):
            raise BetterByTalking
        _end_asked(talk, seat, Outcome.ANOTHER, now)
        move = _make(talk, seat, How.ANOTHER_TIME, starts_at, line, now)
        until = min(starts_at, talk.meeting.starts_at)
        people = [seat.partner.pk]
        schedule(MOVE_PROPOSED, MOVE.of(move.pk), occurrence=MADE, people=people, due_at=now, expires_at=until)
        raise_revisions(seat.both)
        return move


def accept_time(talk: Movable, seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Say yes to the time that the other suggested. Raises Changed, NotAhead, PausedNow, NotConnected."""
    with acting(seat.user_id):
        _begin(talk, seat, now)
        if move := answer(talk.moves, MOVE_PROPOSED, seat, move_id, Outcome.YES, now):
            _put_at(talk, move.starts_at, now)
            schedule(MOVED, MOVE.of(move.pk), occurrence=ANSWERED, people=[move.author_id], due_at=now)
            raise_revisions(seat.both)


def leave_as_it_is(talk: Movable, seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Leave the talk where it is, also while the two pause. Raises Changed, NotAhead, NotConnected."""
    with acting(seat.user_id):
        _take(talk, seat, now)
        if answer(talk.moves, MOVE_PROPOSED, seat, move_id, Outcome.NO, now):
            raise_revisions(seat.both)


def take_time_back(talk: Movable, seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Take back what one suggested oneself. Raises Changed, NotAhead, NotConnected."""
    with acting(seat.user_id):
        _take(talk, seat, now)
        take_back(talk.moves, MOVE_PROPOSED, seat, move_id, now)


def come_later(talk: Movable, seat: Membership, seen_at: datetime, now: datetime) -> None:
    """Take fifteen minutes more, at once; each once, in the last hour before the time.

    `seen_at` is the time that this person saw. Raises Changed, NotInTheLastHour, LaterAlready, NotAhead, PausedNow,
    NotConnected.
    """
    with acting(seat.user_id):
        _begin(talk, seat, now)
        mine = talk.moves.by(seat).filter(how=How.LATER)
        if mine.filter(starts_at=seen_at + LATER_BY).exists():
            # The second of two taps.
            return
        _refuse_another_time(talk, seen_at)
        if talk.meeting.starts_at - now > LATER_WITHIN:
            raise NotInTheLastHour
        if mine.exists():
            raise LaterAlready
        move = _make(talk, seat, How.LATER, seen_at + LATER_BY, "", now)
        _put_at(talk, move.starts_at, now)
        schedule(MOVED, MOVE.of(move.pk), occurrence=MADE, people=[seat.partner.pk], due_at=now)
        raise_revisions(seat.both)


def leave_out(talk: Movable, seat: Membership, seen_at: datetime, line: str, now: datetime) -> None:
    """Skip one, at once, until its time; what was written goes back to its writers, and the next one comes at once.

    `seen_at` is the time that this person saw. Raises Changed, SkippedMany, NotYoursToSkip, NotAhead,
    PausedNow, NotConnected.
    """
    with acting(seat.user_id):
        if _skipped_before(talk, seat, seen_at, now):
            return
        _refuse_another_time(talk, seen_at)
        if not talk.may_be_left_out_by(seat):
            raise NotYoursToSkip
        SKIPS.refuse_beyond(talk.skipped_by(seat), "made_at", now, seat.user_id, talk.skipped_many)
        talk.row.update(cancelled_at=now, left_out=talk.place_in_a_row(), revision=F("revision") + 1)
        withdraw(talk.subject, now)
        _end_asked(talk, seat, Outcome.LAPSED, now)
        move = _make(talk, seat, How.LEFT_OUT, seen_at, line, now)
        talk.go_on(now)
        talk.was_put_elsewhere(talk.meeting.starts_at, None, now)
        schedule(LEFT_OUT, MOVE.of(move.pk), occurrence=MADE, people=[seat.partner.pk], due_at=now)
        raise_revisions(seat.both)


def _skipped_before(talk: Movable, seat: Membership, seen_at: datetime, now: datetime) -> bool:
    """Begin, and tell whether the first of two taps has skipped it already. Raises as beginning does."""
    try:
        _begin(talk, seat, now)
    except NotAhead:
        if not talk.moves.by(seat).filter(how=How.LEFT_OUT, starts_at=seen_at).exists():
            raise
        return True
    return False


def _begin(talk: Movable, seat: Membership, now: datetime) -> None:
    """Take the rows, of a meeting ahead, while no pause runs."""
    _take(talk, seat, now)
    refuse_in_pause(seat, now)


def _take(talk: Movable, seat: Membership, now: datetime) -> None:
    if not keep_connected(seat):
        raise NotConnected(_("You two do not use Steady together any more, so nothing lies ahead."))
    if not talk.hold(now) or not talk.ahead(now).update(touched=F("touched") + 1):
        raise NotAhead
    talk.meeting.refresh_from_db()


def _suggested_before(talk: Movable, seat: Membership, starts_at: datetime, line: str, now: datetime) -> Move | None:
    mine = talk.moves.asked(now).by(seat).filter(how=How.ANOTHER_TIME, starts_at=starts_at).first()
    return mine if mine and mine.line == line else None


def _refuse_time(talk: Movable, starts_at: datetime, now: datetime) -> None:
    if not now < starts_at <= now + FARTHEST:
        raise NotWithinTwoWeeks
    if starts_at == talk.meeting.starts_at:
        raise SameTime


def _refuse_unless_seen(talk: Movable, answering: uuid.UUID | None, now: datetime) -> None:
    stands = talk.moves.asked(now).filter(how=How.ANOTHER_TIME).values_list("pk", flat=True).first()
    if stands != answering:
        raise Changed


def is_talked_out(moves: Iterable[Move], seat: Membership) -> bool:
    """Tell whether this person has suggested enough: of four between the two, nobody uses up the other's half."""
    by_me = [move.is_by(seat) for move in moves if move.how == How.ANOTHER_TIME]
    return len(by_me) >= MOST_SUGGESTED and sum(by_me) >= MOST_SUGGESTED / 2


def _refuse_another_time(talk: Movable, seen_at: datetime) -> None:
    # To the second, as pages name it.
    if talk.meeting.starts_at.replace(microsecond=0) != seen_at.replace(microsecond=0):
        raise Changed


def _end_asked(talk: Movable, seat: Membership, outcome: Outcome, now: datetime) -> None:
    for move in talk.moves.filter(how=How.ANOTHER_TIME, outcome=""):
        Move.objects.filter(pk=move.pk).update(outcome=outcome, ended_at=now)
        put_away(move.pk, MOVE_PROPOSED, seat, now)


def _make(talk: Movable, seat: Membership, how: How, starts_at: datetime, line: str, now: datetime) -> Move:
    meant = {"couple_id": seat.couple_id, "subject": talk.subject, "slot": talk.meeting.slot}
    return Move.objects.create(author=seat.user, how=how, starts_at=starts_at, line=line, made_at=now, **meant)


def _put_at(talk: Movable, starts_at: datetime, now: datetime) -> None:
    was_at = talk.meeting.starts_at
    talk.row.update(starts_at=starts_at, revision=F("revision") + 1)
    talk.meeting.refresh_from_db()
    talk.remind_anew(now)
    talk.was_put_elsewhere(was_at, starts_at, now)
