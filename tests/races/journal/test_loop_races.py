"""Two pages that keep steps of one thought at once; two taps that say whether it has eased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from basics import limits
from journal.thoughts import verbs as thinking
from journal.thoughts.models import Thought
from journal.triggers import verbs as easing
from journal.triggers.models import EasedAnswer
from tests.helpers import factories, notebook
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the person's turn, with which every such verb begins."""
    for module in (limits, thinking, easing):
        monkeypatch.setattr(module, "take_turn", lambda person_id: None)


def two_steps(person):
    """Keep two steps of one thought at once; return what stands of both."""
    row = notebook.looked_at(person)
    interleave(
        lambda: thinking.keep(person, row.pk, {"speaks_for": "hers"}),
        lambda: thinking.keep(person, row.pk, {"fairer": "fair"}),
        before=r'UPDATE "journal_thought"',
    )
    said = Thought.objects.get().payload
    return said.get("speaks_for"), said["fairer"]


def test_of_two_steps_kept_at_once_neither_undoes_the_other(pair):
    assert two_steps(pair.alice) == ("hers", "fair")


@pytest.mark.postgres
def test_companion_without_the_turn_one_step_is_lost(pair, unguarded):
    assert two_steps(pair.alice) != ("hers", "fair")


def two_answers(pair):
    """Answer twice at once; return how many answers that makes."""
    factories.agreed_response_rule(pair, NOW - timedelta(weeks=5), triggers=["late_reply"])

    def tap():
        easing.answer_eased(pair.alice, "late_reply", "easier", NOW)

    interleave(tap, tap, before=r'INSERT INTO "journal_easedanswer"')
    return EasedAnswer.objects.count()


def test_two_taps_are_one_answer(pair):
    assert two_answers(pair) == 1


@pytest.mark.postgres
def test_companion_without_the_turn_there_are_two_answers(pair, unguarded):
    assert two_answers(pair) == 2
