"""Both want another question at once, or one while the talk opens; two write the fiftieth question of their own."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from checkins.answers import verbs as answering
from checkins.answers.models import Answer
from checkins.decks import own_verbs, verbs
from checkins.decks.refusals import EnoughOwnQuestions, NoOtherNow
from checkins.questions.models import Drawing, OwnDeck, OwnQuestion
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from tests.helpers import factories
from tests.races.stage import NoGuard, interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)
DRAWING = r'INSERT INTO "checkins_drawing"'
ASKING = r'UPDATE "checkins_checkin" SET "prompts"'


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the couple's row and the talk's, with which a verb on its question begins."""

    class Unlocked:
        objects = NoGuard()

    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    monkeypatch.setattr(verbs, "CheckIn", Unlocked)


def both_want_another(pair):
    """Let both want another question than the first; return which were drawn."""
    check_in = factories.upcoming_check_in(pair, NOW)

    def by(seat):
        mine = CheckIn.objects.get(pk=check_in.pk)
        return lambda: verbs.draw_another(mine, seat, "start_01", NOW)

    interleave(by(pair.alice_seat), by(pair.bob_seat), before=DRAWING)
    return list(Drawing.objects.order_by("pk").values_list("prompt", flat=True))


def test_both_want_another_question_and_get_one(pair):
    assert both_want_another(pair) == ["start_01", "start_02"]


@pytest.mark.postgres
def test_companion_without_the_rows_it_is_drawn_twice(pair, unguarded):
    assert both_want_another(pair) == ["start_01", "start_02", "start_02"]


def one_wants_another_while_it_opens(pair):
    """Let Bob open the talk when Alice is about to have another question; return what it asks that nobody answered."""
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    his, hers = (CheckIn.objects.select_related("agreement").get(pk=check_in.pk) for _ in range(2))

    def open_it():
        return answering.hand_in(his, pair.bob_seat, factories.answers("his", his), NOW)

    def want_another():
        return verbs.draw_another(hers, pair.alice_seat, "start_01", NOW)

    opened, wanted = interleave(open_it, want_another, before=f'{ASKING}|SET "both_in_at"')
    assert opened is True
    answered = set(Answer.objects.filter(check_in=check_in).values_list("prompt", flat=True))
    return [prompt for prompt in CheckIn.objects.get(pk=check_in.pk).prompts if prompt not in answered], wanted


def test_what_both_read_is_what_was_asked(pair):
    unanswered, wanted = one_wants_another_while_it_opens(pair)
    assert unanswered == []
    assert isinstance(wanted, NoOtherNow)


@pytest.mark.postgres
def test_companion_without_the_rows_the_question_changes_under_their_eyes(pair, unguarded):
    unanswered, wanted = one_wants_another_while_it_opens(pair)
    assert unanswered == ["start_02"]
    assert wanted is None


def two_write_the_fiftieth(pair):
    deck = OwnDeck.objects.create(couple=pair.couple, author=pair.alice, title="us", made_at=NOW)
    made = {"couple": pair.couple, "deck": deck, "author": pair.alice, "words": "x", "made_at": NOW - timedelta(days=1)}
    OwnQuestion.objects.bulk_create(OwnQuestion(**made) for _ in range(49))

    def by(seat):
        return lambda: own_verbs.add_question(seat, deck.pk, "why?", uuid.uuid4(), NOW)

    outcomes = interleave(by(pair.alice_seat), by(pair.bob_seat), before=r'INSERT INTO "checkins_ownquestion"')
    return OwnQuestion.objects.count(), sum(isinstance(outcome, EnoughOwnQuestions) for outcome in outcomes)


def test_two_who_write_at_once_stop_at_fifty(pair):
    assert two_write_the_fiftieth(pair) == (50, 1)


@pytest.mark.postgres
def test_companion_without_the_couples_row_they_are_fifty_one(pair, unguarded):
    assert two_write_the_fiftieth(pair) == (51, 0)
