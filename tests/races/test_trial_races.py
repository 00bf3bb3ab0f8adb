"""What is tried: two answers in the same moment, an answer against an end, and a yes while a trial is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.letters import consent
from agreements.letters.ending import close_all_over
from agreements.letters.models import Agreement
from agreements.letters.versions import Changed
from agreements.trials import verbs
from agreements.trials.models import TrialAnswer
from agreements.trials.verbs import Said, answer_trial
from tests.helpers import factories
from tests.helpers.factories import fresh
from tests.races.stage import interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
SOON = datetime(2026, 2, 27, 12, tzinfo=UTC)
UNTIL, OVER = date(2026, 3, 1), datetime(2026, 3, 2, 12, tzinfo=UTC)
HOLD = r'UPDATE "agreements_agreement" SET "revision"'
LIST = r'FROM "agreements_trialanswer" WHERE "agreements_trialanswer"."version_id" ='
KEEP = r'INSERT INTO "agreements_trialanswer"'


def tried(pair):
    return factories.agreed_cool_down(pair, NOW, trial_until=UNTIL)


def answer(agreement, seat, said="keep", now=SOON):
    mine = Agreement.objects.get(pk=agreement.pk)
    return lambda: answer_trial(mine, seat, 1, Said(said), now)


# Two answers at once


def both_keep(pair):
    agreement = tried(pair)
    outcomes = interleave(answer(agreement, pair.alice_seat), answer(agreement, pair.bob_seat), after=LIST)
    return fresh(agreement), outcomes


def test_of_two_answers_at_once_the_second_finds_the_first_and_opens_both(pair):
    agreement, outcomes = both_keep(pair)
    assert sorted(outcomes) == [False, True]
    assert (agreement.in_force.number, agreement.ends_at) == (2, None)
    assert not TrialAnswer.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_rows_lock_neither_finds_the_other_and_both_keep_what_then_ends(pair, monkeypatch):
    monkeypatch.setattr(verbs, "_begin", lambda agreement, read, now: agreement)
    monkeypatch.setattr(verbs, "keep_connected", lambda seat: True)
    agreement, outcomes = both_keep(pair)
    assert outcomes == [False, False], "each believes to be the first"
    assert TrialAnswer.objects.count() == 2
    assert agreement.ends_at is not None


def test_two_taps_are_one_answer(pair):
    agreement = tried(pair)
    interleave(answer(agreement, pair.alice_seat), answer(agreement, pair.alice_seat), before=KEEP)
    assert TrialAnswer.objects.count() == 1


@pytest.mark.postgres
def test_companion_without_lock_and_constraint_one_person_is_taken_for_both(pair, monkeypatch):
    monkeypatch.setattr(verbs, "_begin", lambda agreement, read, now: agreement)
    monkeypatch.setattr(verbs, "keep_connected", lambda seat: True)
    agreement = tried(pair)
    with without(TrialAnswer, "one_trial_answer_each"):
        outcomes = interleave(answer(agreement, pair.alice_seat), answer(agreement, pair.alice_seat), before=KEEP)
        assert outcomes == [False, True], "two rows of one person open"
        assert fresh(agreement).in_force.number == 2


# An answer against an end


def answer_while_the_other_ends(pair):
    agreement = tried(pair)
    answer(agreement, pair.alice_seat)()
    mine = Agreement.objects.get(pk=agreement.pk)

    def ending():
        consent.end(mine, pair.alice_seat, SOON)

    outcomes = interleave(ending, answer(agreement, pair.bob_seat), before=rf"{HOLD}|{KEEP}")
    return fresh(agreement), outcomes


def test_what_one_ends_while_the_other_keeps_it_has_ended(pair):
    agreement, [_ended, refused] = answer_while_the_other_ends(pair)
    assert isinstance(refused, Changed)
    assert not agreement.is_in_force
    assert not TrialAnswer.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_condition_an_answer_lies_sealed_about_what_has_ended(pair, monkeypatch):
    monkeypatch.setattr(verbs, "_begin", lambda agreement, read, now: agreement)
    agreement, [_ended, kept] = answer_while_the_other_ends(pair)
    assert kept is False
    assert not agreement.is_in_force
    assert TrialAnswer.objects.filter(person=pair.bob).exists()


# A yes to a second one, while the first, whose trial is over, is being closed


def agree_while_house_is_kept(pair):
    agreement = tried(pair)
    second = factories.proposed("cool_down", pair.bob_seat, OVER)
    # As it was before the letter closed it.
    Agreement.objects.filter(pk=agreement.pk).update(ended_at=None, tried_until=None)
    mine = Agreement.objects.get(pk=second.pk)
    outcomes = interleave(
        lambda: close_all_over(OVER), lambda: consent.accept(mine, pair.alice_seat, 1, OVER), before=HOLD
    )
    return fresh(agreement), fresh(second), outcomes


def test_what_is_over_is_closed_once_and_its_place_is_taken(pair):
    first, second, _outcomes = agree_while_house_is_kept(pair)
    assert first.tried_until == UNTIL
    assert second.is_in_force


@pytest.mark.postgres
def test_companion_unless_a_verb_closes_what_is_over_it_keeps_the_place(pair, monkeypatch):
    monkeypatch.setattr(consent, "close_what_is_over", lambda couple, now: None)
    agreement = tried(pair)
    second = factories.proposed("cool_down", pair.bob_seat, OVER)
    with pytest.raises(consent.OneAlready):
        consent.accept(second, pair.alice_seat, 1, OVER)
    assert fresh(agreement).ended_at is None


# Yes against taking back


def test_a_letter_with_a_day_that_is_taken_back_while_it_is_answered_is_one_of_both(pair):
    letter = factories.proposed("cool_down", pair.alice_seat, NOW, trial_until=UNTIL)
    hers, his = (Agreement.objects.get(pk=letter.pk) for _each in "ab")
    outcomes = interleave(
        lambda: consent.take_back(hers, pair.alice_seat, 1, NOW),
        lambda: consent.accept(his, pair.bob_seat, 1, NOW),
        after=HOLD,
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, Changed)]) == 1
    agreement = fresh(letter)
    assert agreement.is_in_force != agreement.was_set_aside
    assert (agreement.ends_at is not None) == agreement.is_in_force
