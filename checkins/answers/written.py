"""What one person may read of what was written at talks. Before one opens, that is what they wrote themselves."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from checkins.agenda.showing import OnTheTable, tables_of
from checkins.answers.models import Answer, TakeAway
from checkins.questions.prompts import WISH, said
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership

Row = TypeVar("Row", Answer, TakeAway)


@dataclass(frozen=True)
class AnswerAsSeen:
    """One answer. "Not today" is one as well."""

    words: str
    not_today: bool
    # Whether its writer says it instead.
    aloud: bool


NOTHING_TODAY = AnswerAsSeen("", not_today=True, aloud=False)
NO_WISH = AnswerAsSeen("", not_today=False, aloud=False)


@dataclass(frozen=True)
class Question:
    """One prompt with the answers this person may read."""

    prompt: str
    question: str
    mine: AnswerAsSeen | None
    theirs: AnswerAsSeen | None

    def opened(self) -> Question:
        """Return it as it is once it is open: who has no answer to it said nothing today.

        So nobody reads off an answer that it was handed in before another question was drawn.
        """
        nothing = NO_WISH if self.prompt == WISH else NOTHING_TODAY
        return replace(self, mine=self.mine or nothing, theirs=self.theirs or nothing)


@dataclass(frozen=True)
class Written:
    """What was written at one talk. There is no take-away before the two are at its table."""

    questions: Sequence[Question]
    # What I wrote to a question that another one took the place of; the other never sees it.
    set_aside: Sequence[Question]
    my_take_away: TakeAway | None
    their_take_away: TakeAway | None
    table: Sequence[OnTheTable]


def written_at(check_ins: Sequence[CheckIn], seat: Membership, now: datetime) -> Mapping[uuid.UUID, Written]:
    """Return it by check-in; as many queries for many as for one."""
    answers = _by_check_in(Answer.objects.readable_by(seat.user, check_ins, now))
    on = [each for each in check_ins if each.is_on(now)]
    taken = _by_check_in(TakeAway.objects.filter(check_in__in=on)) if on else {}
    prompts = [name for each in check_ins for name in _prompts(each, answers.get(each.pk, ()))]
    asked, tables = said(dict.fromkeys(prompts)), tables_of(check_ins, seat, now)
    return {
        each.pk: _Reading(each, seat, now, asked, answers.get(each.pk, ())).written(
            taken.get(each.pk, ()), tables[each.pk]
        )
        for each in check_ins
    }


def _by_check_in(rows: Iterable[Row]) -> Mapping[uuid.UUID, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row.check_in_id].append(row)
    return found


def _prompts(check_in: CheckIn, answers: Iterable[Answer]) -> Iterable[str]:
    """Return what it asks, and what was answered that it asks no more."""
    return dict.fromkeys((*check_in.prompts, *(answer.prompt for answer in answers)))


@dataclass(frozen=True)
class _Reading:
    check_in: CheckIn
    seat: Membership
    now: datetime
    asked: Mapping[str, str]
    answers: Sequence[Answer]

    def written(self, taken: Sequence[TakeAway], table: Sequence[OnTheTable]) -> Written:
        prompts = self.check_in.prompts
        questions = [self._question(prompt) for prompt in prompts]
        before = [prompt for prompt in _prompts(self.check_in, self.answers) if prompt not in prompts]
        return Written(
            questions=[each.opened() for each in questions] if self.check_in.is_open(self.now) else questions,
            set_aside=[self._question(prompt) for prompt in before],
            my_take_away=next((row for row in taken if row.author_id == self.seat.user_id), None),
            their_take_away=next((row for row in taken if row.author_id != self.seat.user_id), None),
            table=table,
        )

    def _question(self, prompt: str) -> Question:
        found = [answer for answer in self.answers if answer.prompt == prompt]
        mine = next((answer for answer in found if answer.author_id == self.seat.user_id), None)
        theirs = next((answer for answer in found if answer.author_id != self.seat.user_id), None)
        return Question(prompt, self.asked[prompt], _answer(mine), _answer(theirs))


def _answer(answer: Answer | None) -> AnswerAsSeen | None:
    return AnswerAsSeen(answer.words, answer.not_today, answer.aloud) if answer else None
