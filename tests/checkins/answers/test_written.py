"""What was written at many talks is read at once, and is what the page of each shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkins.answers.models import Answer, TakeAway
from checkins.answers.showing import check_ins_of, whole_check_in
from checkins.answers.written import Written, written_at
from checkins.questions.models import OwnQuestion
from checkins.rhythm.models import CheckIn
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 13, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def test_many_talks_take_as_many_queries_as_one_and_read_as_on_their_pages():
    pair = factories.connected_couple(now=NOW - 9 * WEEK)
    asked = OwnQuestion.objects.create(couple=pair.couple, author=pair.bob, words="What is home?", made_at=NOW)
    talks = [_talk(pair, number, asked) for number in range(4)]
    ahead = _talk(pair, -1, asked)
    rows = list(check_ins_of(pair.alice_seat).order_by("-starts_at"))
    one, _written = _counted(pair, rows[1:2])
    all_of_them, written = _counted(pair, rows)
    assert all_of_them == one
    for row in rows:
        seen, read = whole_check_in(row, pair.alice_seat, NOW), written[row.pk]
        assert (seen.questions, seen.set_aside, seen.table) == (read.questions, read.set_aside, read.table)
        theirs = read.their_take_away
        assert (theirs.words if theirs else "") == seen.their_take_away
    assert [written[talk.pk].questions[0].theirs.words for talk in talks] == [f"Bob’s {number}" for number in range(4)]
    assert written[ahead.pk].questions[0].theirs is None, "closed still"
    assert written[ahead.pk].questions[0].mine.words == "Alice’s -1"


def _counted(pair: Pair, rows: list[CheckIn]) -> tuple[int, Mapping[uuid.UUID, Written]]:
    with CaptureQueriesContext(connection) as queries:
        written = written_at(rows, pair.alice_seat, NOW)
    return len(queries), written


def _talk(pair: Pair, weeks_ago: int, asked: OwnQuestion) -> CheckIn:
    at = NOW - weeks_ago * WEEK - timedelta(hours=1)
    talk = CheckIn.objects.create(
        couple=pair.couple,
        slot=at,
        starts_at=at,
        minutes=30,
        zone="UTC",
        both_in_at=min(at, NOW),
        topics_settled=True,
        prompts=["was_heavy", asked.prompt],
    )
    for person in (pair.alice, pair.bob):
        whose = {"couple": pair.couple, "check_in": talk, "author": person}
        for prompt in talk.prompts:
            Answer.objects.create(**whose, prompt=prompt, words=f"{person.name}’s {weeks_ago}")
        TakeAway.objects.create(**whose, words=f"{person.name} took {weeks_ago}", shared_at=NOW)
    return talk
