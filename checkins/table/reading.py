"""Opened answers as two people read them out to each other: by turns, and in the same order for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from checkins.answers.written import NOTHING_TODAY, AnswerAsSeen, Question
from checkins.tries.showing import Wish
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class Read(AnswerAsSeen):
    """One person's answer to one question."""

    # In their colour.
    person: User
    # Of what one wishes for: whether the two try it.
    wish: Wish | None


@dataclass(frozen=True)
class ReadOut:
    """One question with both answers, who reads first before the other."""

    prompt: str
    question: str
    # Nothing where the two ask each other without having written.
    reads: Sequence[Read] = ()


def read_out(asked: Question, seat: Membership, turn: int, wishes: Iterable[Wish] = ()) -> ReadOut:
    """Return what both answered to an opened question. Who reads first depends on the turn and on nobody's answer."""
    answered = {seat.user_id: asked.mine or NOTHING_TODAY, seat.partner.pk: asked.theirs or NOTHING_TODAY}
    wished = {wish.writer.pk: wish for wish in wishes}
    reads = [Read(**asdict(answered[each.pk]), person=each, wish=wished.get(each.pk)) for each in seat.in_order]
    return ReadOut(asked.prompt, asked.question, reads if turn % 2 == 0 else reads[::-1])
