"""What a person takes with them of this room: their talks, as far as they may read them, and what goes with those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _now_said
from django.utils.translation import gettext_lazy as _

from basics.keeping import Chapter, Export, what_stays
from basics.pieces import day_of, in_pieces, pieces_of
from checkins.agenda.models import Topic
from checkins.agenda.showing import own_topic
from checkins.answers.models import Answer, TakeAway
from checkins.answers.showing import check_ins_of
from checkins.answers.written import AnswerAsSeen, Question, Written, written_at
from checkins.questions.models import OwnQuestion
from checkins.questions.prompts import said
from checkins.rhythm.models import CheckIn
from checkins.theme.models import SealedNeeds, compared_at
from checkins.tries.models import Try
from checkins.tries.showing import tries_between
from couples.people.models import User
from couples.seats.models import Membership
from couples.seats.past import seats_of
from journal.exporting import ranked_rows
from journal.needs.showing import in_places

Rows = Iterator[Mapping[str, Any]]


def _talks(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        yield from _talks_of(seat, now) if seat.ended_at is None else _own_part(seat)


def _talks_of(seat: Membership, now: datetime) -> Rows:
    """All that both know of, and a light question that this person has begun; never one that the other has."""
    mine = Answer.objects.filter(check_in=OuterRef("pk"), author=seat.user_id)
    known = Q(pk__in=CheckIn.objects.of(seat).known().values("pk")) | Exists(mine)
    for some in pieces_of(check_ins_of(seat).filter(known).order_by("-starts_at", "pk")):
        written = written_at(some, seat, now)
        yield from (_talk(row, written[row.pk], seat) for row in some)


def _talk(row: CheckIn, written: Written, seat: Membership) -> Mapping[str, Any]:
    return {
        "at": row.starts_at,
        "between": seat.partner.name,
        "is_cancelled": row.cancelled_at is not None or None,
        "questions": [_asked(each) for each in (*written.questions, *written.set_aside) if _is_answered(each)],
        "my_take_away": written.my_take_away.words if written.my_take_away else "",
        "their_take_away": written.their_take_away.words if written.their_take_away else "",
        "table": [topic.line for matter in written.table for topic in matter.topics],
    }


def _is_answered(question: Question) -> bool:
    return question.mine is not None or question.theirs is not None


def _asked(question: Question) -> Mapping[str, Any]:
    return {"question": question.question, "mine": _answer(question.mine), "theirs": _answer(question.theirs)}


def _answer(answer: AnswerAsSeen | Answer | None) -> str:
    if answer is None:
        return ""
    if answer.not_today:
        return _now_said("Not today")
    return answer.words or (_now_said("I’ll say it aloud") if answer.aloud else "")


def _own_part(seat: Membership) -> Rows:
    """What stays of talks after leaving: one's own answers, and what one took along."""
    answers, taken = what_stays(Answer, seat), what_stays(TakeAway, seat)
    mine = Q(Exists(answers.filter(check_in=OuterRef("pk")))) | Q(Exists(taken.filter(check_in=OuterRef("pk"))))
    for some in pieces_of(CheckIn.objects.filter(mine, couple=seat.couple_id).order_by("-starts_at", "pk")):
        own = list(answers.filter(check_in__in=some))
        words = {each.check_in_id: each.words for each in taken.filter(check_in__in=some)}
        for row in some:
            yield {
                "at": row.starts_at,
                "between": seat.partner.name,
                "questions": list(_own_answers(each for each in own if each.check_in_id == row.pk)),
                "my_take_away": words.get(row.pk, ""),
            }


def _own_answers(answers: Iterable[Answer]) -> Rows:
    rows = [row for row in answers if row.says_something]
    asked = said({row.prompt for row in rows})
    yield from ({"question": asked[row.prompt], "mine": _answer(row)} for row in rows)


def _topics(person: User, _now: datetime) -> Rows:
    for seat in seats_of(person):
        for row in in_pieces(Topic.objects.by(seat).with_letters().order_by("-queued_at", "pk")):
            topic = own_topic(row, seat)
            yield {"between": seat.partner.name, "saved_on": day_of(row.queued_at), "words": topic.line}


def _tries(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        found = tries_between(seat, now) if seat.ended_at is None else what_stays(Try, seat)
        yield from ({"between": seat.partner.name, "words": row.words} for row in found)


def _needs(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        mine = SealedNeeds.objects.filter(author=person, couple=seat.couple_id)
        opened = SealedNeeds.objects.filter(check_in__in=compared_at(seat).opened(now))
        rows = mine if seat.ended_at else mine | opened
        for some in pieces_of(CheckIn.objects.filter(pk__in=rows.values("check_in")).order_by("-starts_at", "pk")):
            yield from _needs_at(some, rows, seat)


def _needs_at(talks: Sequence[CheckIn], rows: QuerySet[SealedNeeds], seat: Membership) -> Rows:
    found = {(row.check_in_id, row.author_id): row.ranked for row in rows.filter(check_in__in=talks)}
    for talk in talks:
        put_in = [found.get((talk.pk, each.pk), ()) for each in (seat.user, seat.partner)]
        mine, theirs = [list(ranked_rows(in_places(each))) for each in put_in]
        if mine or theirs:
            yield {"at": talk.starts_at, "between": seat.partner.name, "needs": mine, "theirs": theirs}


def _own_questions(person: User, _now: datetime) -> Rows:
    for seat in seats_of(person):
        rows = OwnQuestion.objects.filter(couple=seat.couple_id).select_related("deck").order_by("made_at", "pk")
        for row in in_pieces(rows):
            yield {"between": seat.partner.name, "among": row.deck.title if row.deck else "", "words": row.words}


TALKS = Export(
    "talks",
    _("Your talks"),
    {
        "at": "",
        "between": _("With"),
        "is_cancelled": _("It was called off"),
        "questions": "",
        "question": "",
        "mine": _("Yours"),
        "theirs": _("Theirs"),
        "my_take_away": _("What you take with you"),
        "their_take_away": _("What the other takes with them"),
        "table": _("What you talked about"),
    },
    _talks,
    Chapter.OURS,
)
TOPICS = Export(
    "topics",
    _("What you wanted to talk about"),
    {"between": _("With"), "saved_on": "", "words": ""},
    _topics,
)
NEEDS = Export(
    "needs_at_talks",
    _("What each of you needed most, at a talk"),
    {
        "at": "",
        "between": _("With"),
        "needs": _("Yours"),
        "theirs": _("Theirs"),
        "place": "",
        "need": "",
        "line": "",
    },
    _needs,
    Chapter.OURS,
)
TRIES = Export("tries", _("What you try"), {"between": _("With"), "words": ""}, _tries, Chapter.OURS)
OWN_QUESTIONS = Export(
    "own_questions",
    _("Questions of your own"),
    {"between": _("With"), "among": _("Among"), "words": ""},
    _own_questions,
    Chapter.OURS,
)
