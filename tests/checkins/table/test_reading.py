"""Opened answers are read out in turn: who reads first is the same for both, and nobody's doing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from checkins.answers.showing import check_ins_of
from checkins.rhythm.models import OPEN_FOR, CheckIn
from checkins.table.showing import table_of
from couples.seats.models import Membership
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db


def readers(check_in: CheckIn, seat: Membership) -> list[str]:
    items = table_of(check_ins_of(seat).get(pk=check_in.pk), seat, timezone.now()).items
    by_prompt = {read_out.prompt: read_out.reads for item in items for read_out in item.read_outs}
    assert all({read.person for read in reads} == {seat.user, seat.partner} for reads in by_prompt.values())
    return [by_prompt[prompt][0].person.name for prompt in check_in.prompts]


def test_the_two_take_turns_from_question_to_question_and_from_talk_to_talk(pair: Pair) -> None:
    first = factories.begun_check_in(pair, minutes=90)
    factories.handed_in(first, pair.bob_seat)
    factories.handed_in(first, pair.alice_seat)
    second = factories.opened_check_in(pair)
    for talk, names in ((first, ("Alice", "Bob")), (second, ("Bob", "Alice"))):
        turns = [names[place % 2] for place in range(len(talk.prompts))]
        assert readers(talk, pair.alice_seat) == readers(talk, pair.bob_seat) == turns


def test_it_is_turned_over_while_it_is_news_and_stands_on_one_page_afterwards(pair: Pair) -> None:
    check_in = factories.opened_check_in(pair)
    for later, is_news in ((timedelta(), True), (OPEN_FOR, False)):
        row = check_ins_of(pair.alice_seat).get(pk=check_in.pk)
        assert table_of(row, pair.alice_seat, timezone.now() + later).turns_over is is_news
