"""Opened answers are read out in turn: who reads first is the same for both, and nobody's doing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from checkins.answers.showing import check_ins_of, whole_check_in
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db


def readers(check_in: CheckIn, seat: Membership) -> list[str]:
    seen = whole_check_in(check_ins_of(seat).get(pk=check_in.pk), seat, timezone.now())
    assert all({read.person for read in question.reads} == {seat.user, seat.partner} for question in seen.questions)
    return [question.reads[0].person.name for question in seen.questions]


def test_the_two_take_turns_from_question_to_question_and_from_talk_to_talk(pair: Pair) -> None:
    first = factories.begun_check_in(pair, minutes=90)
    factories.handed_in(first, pair.bob_seat)
    factories.handed_in(first, pair.alice_seat)
    second = factories.opened_check_in(pair)
    for talk, turns in ((first, ["Alice", "Bob", "Alice"]), (second, ["Bob", "Alice", "Bob"])):
        assert readers(talk, pair.alice_seat) == readers(talk, pair.bob_seat) == turns


def test_who_reads_first_is_not_known_before_it_opens(pair: Pair) -> None:
    check_in = factories.handed_in(factories.begun_check_in(pair), pair.bob_seat)
    seen = whole_check_in(check_ins_of(pair.bob_seat).get(pk=check_in.pk), pair.bob_seat, timezone.now())
    assert not any(question.reads for question in seen.questions)


def test_answers_are_turned_over_while_they_are_news_and_stand_on_one_page_afterwards(pair: Pair) -> None:
    check_in = factories.opened_check_in(pair)
    for later, is_news in ((timedelta(), True), (OPEN_FOR, False)):
        now = timezone.now() + later
        row = check_ins_of(pair.alice_seat).get(pk=check_in.pk)
        assert whole_check_in(row, pair.alice_seat, now).turns_over is is_news
