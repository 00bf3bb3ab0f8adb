"""What a leave closes in this room, inside the leaving transaction."""

from __future__ import annotations

from datetime import datetime

from checkins.answers.models import WithoutWriting
from checkins.moving.models import Move, Suits
from checkins.moving.reminders import MOVE
from checkins.questions.models import HeavyYes, QuestionYes
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from checkins.talking.models import Turns
from couples.seats.models import Couple
from reminders.scheduling import withdraw


def withdraw_check_ins(couple: Couple, now: datetime) -> None:
    """Withdraw the reminders of what has begun; what is ahead is cancelled with its rhythm, or here if it has none."""
    for check_in in CheckIn.objects.current(now).filter(couple=couple):
        withdraw(CHECK_IN_SUBJECT.of(check_in.pk), now)
    CheckIn.objects.ahead(now).filter(couple=couple, agreement=None).update(cancelled_at=now)


def forget_moves_of(couple: Couple, now: datetime) -> None:
    """Forget what the two suggested, asked and skipped, with what waits to be told of it."""
    for move in Move.objects.filter(couple=couple):
        withdraw(MOVE.of(move.pk), now)
    Move.objects.filter(couple=couple).delete()


def forget_what_suits(couple: Couple, _now: datetime) -> None:
    """Forget who said that the time suits them."""
    Suits.objects.filter(couple=couple).delete()


def forget_starts(couple: Couple, _now: datetime) -> None:
    """Forget who would have started a talk without writing."""
    WithoutWriting.objects.filter(couple=couple).delete()


def forget_heavy_yeses(couple: Couple, _now: datetime) -> None:
    """Forget who was fine with which heavy questions."""
    HeavyYes.objects.filter(couple=couple).delete()


def forget_question_yeses(couple: Couple, _now: datetime) -> None:
    """Forget who was fine with which question of the two's own."""
    QuestionYes.objects.filter(couple=couple).delete()


def forget_turns_of(couple: Couple, _now: datetime) -> None:
    """Forget whose turn it was."""
    Turns.objects.filter(couple=couple).delete()
