"""A talk now: one asks, the other says now, a time, or not today; without an answer it is gone after half an hour."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from basics.limits import Limit
from basics.transactions import acting
from checkins.moving.answering import answer, refuse_in_pause, take_back
from checkins.moving.models import NO_TALK_YET, NOW_STANDS_FOR, How, Move, MoveQuerySet, Outcome
from checkins.moving.refusals import AskedTwice, Changed, NotSoon
from checkins.moving.reminders import ANSWERED, MADE, MOVE, TALK_NOW
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from checkins.rhythm.scheduling import make_talk
from couples.live.verbs import raise_revisions
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from reminders.notices.verbs import tell
from reminders.scheduling import schedule

ASKS = Limit(2, timedelta(hours=24))
LATEST = timedelta(hours=12)


def ask_for_talk(seat: Membership, now: datetime) -> Move | CheckIn:
    """Ask the other for a talk now; return what is asked. Asking again while it stands changes nothing.

    If the other asks the same, both have said yes: return the talk; also to a second tap, which asks for no other one.
    Raises AskedTwice, PausedNow, NotConnected.
    """
    with acting(seat.user_id):
        _begin(seat, now)
        asked = _asked_now(seat).asked(now).first()
        if asked is None:
            return _just_begun(seat, now) or _ask(seat, now)
        return asked if asked.is_by(seat) else _agree(seat, asked.pk, now, now)


def _just_begun(seat: Membership, now: datetime) -> CheckIn | None:
    """Return a talk of no rhythm that began as lately as asking for it stands."""
    spontaneous = CheckIn.objects.of(seat).talks().alive().filter(agreement=None)
    return spontaneous.filter(starts_at__lte=now, starts_at__gt=now - NOW_STANDS_FOR).first()


def _ask(seat: Membership, now: datetime) -> Move:
    mine = Move.objects.filter(author=seat.user, how=How.NOW)
    ASKS.refuse_beyond(mine, "made_at", now, seat.user_id, AskedTwice)
    _asked_now(seat).filter(outcome="").update(outcome=Outcome.LAPSED)
    when = {"slot": now, "starts_at": now, "made_at": now}
    move = Move.objects.create(couple_id=seat.couple_id, author=seat.user, how=How.NOW, subject=NO_TALK_YET, **when)
    _tell(move, MADE, seat.partner.pk, now, move.stands_until)
    raise_revisions(seat.both)
    return move


def agree_to_talk(seat: Membership, move_id: uuid.UUID, at: datetime | None, now: datetime) -> CheckIn:
    """Say yes to what the other asks, now or at a time within twelve hours; return the talk, also to a second tap.

    Raises Changed if it is not asked any more, NotSoon, PausedNow, NotConnected.
    """
    if at is not None and not now < at <= now + LATEST:
        raise NotSoon
    with acting(seat.user_id):
        _begin(seat, now)
        return _agree(seat, move_id, at or now, now)


def _agree(seat: Membership, move_id: uuid.UUID, starts_at: datetime, now: datetime) -> CheckIn:
    move = answer(_asked_now(seat), TALK_NOW, seat, move_id, Outcome.YES, now)
    if move is None:
        return _agreed_before(seat, move_id, starts_at, now)
    check_in = make_talk(seat.couple_id, starts_at, now)
    subject = CHECK_IN_SUBJECT.of(check_in.pk)
    Move.objects.filter(pk=move.pk).update(starts_at=starts_at, subject=subject, slot=check_in.slot)
    if starts_at > now:
        # A talk that begins now is told of by its own reminder.
        _tell(move, ANSWERED, move.author_id, now, starts_at)
    raise_revisions(seat.both)
    return check_in


def _agreed_before(seat: Membership, move_id: uuid.UUID, starts_at: datetime, now: datetime) -> CheckIn:
    """Return the talk that the first of two taps has made. Raises Changed for another time."""
    at = Move.objects.get(pk=move_id).starts_at
    talk = CheckIn.objects.of(seat).on_at(at)
    if talk is None or max(at, now) != starts_at:
        raise Changed
    return talk


def not_today(seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Say that it does not suit today, also while the two pause. Raises Changed, NotConnected."""
    with acting(seat.user_id):
        _take(seat)
        if move := answer(_asked_now(seat), TALK_NOW, seat, move_id, Outcome.NO, now):
            tell([move.author_id], TALK_NOW.name, MOVE.of(move.pk), ANSWERED, now)
            raise_revisions(seat.both)


def take_asking_back(seat: Membership, move_id: uuid.UUID, now: datetime) -> None:
    """Take back what one asked oneself. Raises Changed, NotConnected."""
    with acting(seat.user_id):
        _take(seat)
        take_back(_asked_now(seat), TALK_NOW, seat, move_id, now)


def _begin(seat: Membership, now: datetime) -> None:
    """Take the couple's row: what both ask or answer at once follows each other. Not while a pause runs."""
    _take(seat)
    refuse_in_pause(seat, now)


def _take(seat: Membership) -> None:
    if not keep_connected(seat):
        raise NotConnected(_("You two do not use Steady together any more, so there is nobody to ask."))


def _asked_now(seat: Membership) -> MoveQuerySet:
    return Move.objects.of(seat).filter(how=How.NOW)


def _tell(move: Move, occurrence: str, person_id: int, now: datetime, until: datetime) -> None:
    subject = MOVE.of(move.pk)
    schedule(TALK_NOW, subject, occurrence=occurrence, people=[person_id], due_at=now, expires_at=until)
