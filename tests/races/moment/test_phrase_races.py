"""A sentence is taken back while it is answered; two taps send one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.utils import timezone

from agreements.phrases.models import SentPhrase, SentPhraseQuerySet
from agreements.phrases.reminders import PHRASE
from agreements.phrases.verbs import Answered, NotThere, answer, send, take_back
from basics import limits
from couples.seats import leaving
from reminders.models import Notice, Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.races.stage import interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(microsecond=0)
WRITES = r'UPDATE "agreements_sentphrase"'
INSERTS = r'INSERT INTO "agreements_sentphrase"'


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the UPDATE of the couple's row with which every such verb begins, and the person's turn."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    monkeypatch.setattr(limits, "take_turn", lambda person_id: None)


def both_at_once(pair: Pair, answers_first: bool) -> tuple[SentPhrase, list[Any]]:
    """Let Alice take back what Bob is about to answer; return the row, and what each verb returned or raised."""
    key = factories.said_phrase(pair.alice_seat, now=NOW).pk
    verbs = [
        lambda: take_back(pair.alice_seat, key, NOW),
        lambda: answer(pair.bob_seat, key, Answered("I do."), False, NOW),
    ]
    outcomes = interleave(*(reversed(verbs) if answers_first else verbs), before=WRITES)
    return SentPhrase.objects.get(pk=key), outcomes


@pytest.mark.parametrize("answers_first", [False, True])
def test_what_is_taken_back_is_gone_with_its_answer_whoever_comes_first(pair: Pair, answers_first: bool) -> None:
    row, outcomes = both_at_once(pair, answers_first)
    assert row.taken_back_at
    assert (row.said, row.answer, row.answered_at) == ({}, {}, None)
    assert not Reminder.objects.about(PHRASE.of(row.pk)).exists()
    assert not Notice.objects.filter(subject=PHRASE.of(row.pk)).exists()
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == ([] if answers_first else [NotThere])


@pytest.mark.postgres
def test_companion_unasked_whether_it_is_there_an_answer_stands_in_what_was_taken_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, unguarded: None
) -> None:
    monkeypatch.setattr(SentPhraseQuerySet, "there", lambda rows, now: rows)
    with without(SentPhrase, "taken_back_phrase_has_no_answer"):
        row, _outcomes = both_at_once(pair, False)
        assert row.taken_back_at
        assert row.answer == {"words": "I do."}


def two_taps(pair: Pair) -> int:
    """Let two taps on one page send at once; return how many rows there are."""
    key = uuid.uuid4()

    def tap() -> SentPhrase:
        return send(pair.alice_seat, "miss_you", key, NOW)

    interleave(tap, tap, before=INSERTS)
    return SentPhrase.objects.count()


def test_two_taps_send_it_once(pair: Pair) -> None:
    assert two_taps(pair) == 1


@pytest.mark.postgres
def test_companion_without_the_row_and_the_constraint_they_send_it_twice(pair: Pair, unguarded: None) -> None:
    with without(SentPhrase, "phrase_submitted_once"):
        assert two_taps(pair) == 2
