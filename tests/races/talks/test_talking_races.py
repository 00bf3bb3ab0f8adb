"""Both tap at once while they take turns."""

from __future__ import annotations

import pytest
from django.utils import timezone

from checkins.talking import verbs
from checkins.talking.models import UNTOUCHED, Turns
from checkins.talking.places import AtTable
from checkins.talking.showing import turn_as_seen
from checkins.talking.steps import Part
from checkins.talking.verbs import Taken, take_step
from couples.seats import leaving
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)
TURNS = r'UPDATE "checkins_turns"'


def both_tap(pair):
    """Let both tap on the same step; return what each tap came to, and who speaks then."""
    talk = factories.opened_check_in(pair, NOW)
    take_step(AtTable(talk.pk), pair.alice_seat, Taken(UNTOUCHED, item="good"), NOW)
    mark = Turns.objects.get().mark

    def by(seat):
        return lambda: take_step(AtTable(talk.pk), seat, Taken(mark), NOW)

    counted = interleave(by(pair.alice_seat), by(pair.bob_seat), before=TURNS)
    shown = turn_as_seen(AtTable(talk.pk), pair.alice_seat, NOW)
    return counted, shown.part


def test_two_taps_at_once_are_one_step(pair):
    assert both_tap(pair) == ([True, False], Part.SAYS_BACK)


@pytest.mark.postgres
def test_so_they_are_by_the_mark_in_the_update_alone(pair, monkeypatch):
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)
    assert both_tap(pair) == ([True, False], Part.SAYS_BACK)


def move_unmarked(seat, place, _present, following, move=verbs._move):
    return move(seat, place, {}, following)


@pytest.mark.postgres
def test_companion_without_the_mark_both_count(pair, monkeypatch):
    monkeypatch.setattr(verbs, "_move", move_unmarked)
    assert both_tap(pair)[0] == [True, True]


def both_begin(pair):
    """Let both begin at once, before there is a row."""
    talk = factories.opened_check_in(pair, NOW)

    def by(seat):
        return lambda: take_step(AtTable(talk.pk), seat, Taken(UNTOUCHED, item="good"), NOW)

    return interleave(by(pair.alice_seat), by(pair.bob_seat), before=r'INSERT (OR IGNORE )?INTO "checkins_turns"')


def test_two_who_begin_at_once_begin_once(pair):
    assert both_begin(pair) == [True, False]
    assert (Turns.objects.get().step, Turns.objects.get().began) == (1, 1)
