"""Both hand in at once; the next check-in is ensured twice; a rhythm moves while its next check-in is made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Agreement
from basics.localtime import local
from checkins.answers import verbs as opening
from checkins.answers.models import Seal
from checkins.rhythm import upcoming
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_next
from checkins.rituals.models import Occasion
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from reminders.models import Reminder, State
from tests.helpers import factories
from tests.races.stage import NoGuard, interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)
COUNT_SEALS = r'SELECT COUNT\(\*\).+"checkins_seal"'


def both_hand_in(pair, check_in):
    """Let both seal their answers before either counts them, and count before either is done."""

    def by(seat):
        mine = CheckIn.objects.get(pk=check_in.pk)
        return lambda: opening.hand_in(mine, seat, factories.answers(), NOW)

    return interleave(by(pair.alice_seat), by(pair.bob_seat), after=COUNT_SEALS)


def test_when_both_hand_in_at_once_the_answers_open(pair):
    check_in = factories.begun_check_in(pair, NOW)
    outcomes = both_hand_in(pair, check_in)
    assert sorted(outcomes) == [False, True], outcomes
    assert CheckIn.objects.get(pk=check_in.pk).is_open(NOW)
    told = Reminder.objects.filter(kind="answers_open", occurrence__endswith=":opened")
    assert sorted(told.values_list("user__name", "channel")) == [
        (name, channel) for name in ("Alice", "Bob") for channel in ("email", "in_app")
    ], "by whoever came second, once"


@pytest.mark.postgres
def test_companion_without_the_row_update_the_opening_is_missed(pair, monkeypatch):
    check_in = factories.begun_check_in(pair, NOW)
    monkeypatch.setattr(opening, "_begin", lambda *parts: None)
    assert both_hand_in(pair, check_in) == [False, False]
    assert Seal.objects.count() == 2
    assert not CheckIn.objects.get(pk=check_in.pk).is_open(NOW), "both are in, and nobody opened"


def test_both_hand_in_at_once_before_the_time_too(pair):
    check_in = factories.upcoming_check_in(pair, NOW)
    assert both_hand_in(pair, check_in) == [False, False]
    assert CheckIn.objects.get(pk=check_in.pk).is_open(check_in.starts_at)


def test_a_double_tap_on_hand_in_is_one_seal(pair):
    check_in = factories.begun_check_in(pair, NOW)

    def tap():
        return opening.hand_in(CheckIn.objects.get(pk=check_in.pk), pair.alice_seat, factories.answers(), NOW)

    assert interleave(tap, tap, before=r'INSERT INTO "checkins_seal"') == [False, False]
    assert Seal.objects.count() == 1


INSERT_CHECK_IN = r'INSERT INTO "checkins_checkin"'


def test_the_next_check_in_ensured_twice_at_once_is_made_once(pair):
    check_in = factories.begun_check_in(pair, NOW)
    first, second = interleave(
        lambda: ensure_next(factories.rhythm_of(check_in), NOW),
        lambda: ensure_next(factories.rhythm_of(check_in), NOW),
        before=INSERT_CHECK_IN,
    )
    assert first.pk == second.pk
    assert CheckIn.objects.ahead(NOW).count() == 1
    assert Reminder.objects.filter(kind="check_in", state=State.PENDING, due_at__gt=NOW).count() == 4


def test_the_next_of_a_ritual_ensured_twice_at_once_is_made_once(pair):
    ritual = factories.agreed("ritual", pair, NOW, every="day", at="20:30", remind_minutes=60)
    at = Occasion.objects.get().starts_at
    first, second = interleave(
        lambda: UPCOMING_OCCASIONS.ensure_next(ritual, at),
        lambda: UPCOMING_OCCASIONS.ensure_next(ritual, at),
        before=r'INSERT INTO "checkins_occasion"',
    )
    assert first.pk == second.pk
    assert Occasion.objects.ahead(at).count() == 1
    assert Reminder.objects.filter(kind="ritual", state=State.PENDING, due_at__gt=at).count() == 4


def a_move(pair, rhythm):
    """Return how Alice accepts that the talk is a day later."""
    later = local(rhythm.check_ins.get().starts_at + timedelta(days=1), pair.alice.time_zone)
    letter = factories.amended(rhythm, pair.bob_seat, NOW, weekdays=[later.weekday()])
    return lambda: consent.accept(letter, pair.alice_seat, letter.proposal.number, NOW)


def test_a_rhythm_that_moves_while_its_next_check_in_is_made_has_one_ahead(pair):
    rhythm = factories.rhythm_of(factories.begun_check_in(pair, NOW))
    accept = a_move(pair, rhythm)
    interleave(lambda: ensure_next(rhythm, NOW), accept, before=INSERT_CHECK_IN)
    ahead = CheckIn.objects.ahead(NOW).get()
    expected = factories.fresh(rhythm).in_force.settings["weekdays"]
    assert [local(ahead.starts_at, pair.alice.time_zone).weekday()] == expected


@pytest.mark.postgres
def test_companion_without_the_rows_updates_there_are_two_ahead(pair, monkeypatch):
    rhythm = factories.rhythm_of(factories.begun_check_in(pair, NOW))
    accept = a_move(pair, rhythm)

    class Unguarded(type(Agreement.objects.all())):  # type: ignore[misc]
        def now_in_force(self, now):
            return NoGuard()

    class Stub:
        objects = Unguarded(Agreement)

    monkeypatch.setattr(upcoming, "hold_couple", lambda couple_id: True)
    monkeypatch.setattr(upcoming, "Agreement", Stub)
    interleave(lambda: ensure_next(rhythm, NOW), accept, before=INSERT_CHECK_IN)
    assert CheckIn.objects.ahead(NOW).count() == 2, "the old time and the new one"
