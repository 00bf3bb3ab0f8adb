"""Both tap *We'll try this* at once: one row of one wish, and no fourth that stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from checkins.tries.models import Try
from checkins.tries.verbs import MOST_STANDING, ThreeStand, keep_for_now, try_this
from couples.seats import leaving
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)
INSERT = r'INSERT INTO "checkins_try"'


@pytest.fixture
def unguarded(monkeypatch):
    """Take away the UPDATE of the couple's row with which every verb on tries begins."""
    monkeypatch.setattr(leaving, "keep_connected", lambda seat: True)


def both_tap(pair, before):
    talk = factories.opened_check_in(pair, NOW)
    taps = [lambda seat=seat: try_this(talk, seat, seat is pair.alice_seat, NOW) for seat in seats(pair)]
    return interleave(*taps, before=before)


def seats(pair):
    return pair.alice_seat, pair.bob_seat


def test_one_wish_that_both_tap_is_one_try(pair):
    first, second = both_tap(pair, INSERT)
    assert first == second == Try.objects.get()


@pytest.mark.postgres
def test_companion_without_the_couples_row_one_of_the_two_taps_fails(pair, unguarded):
    assert any(isinstance(each, IntegrityError) for each in both_tap(pair, INSERT))


def both_want_a_third(pair):
    """Two stand; at once one keeps an old one and the other tries a new wish."""
    old = factories.opened_check_in(pair, NOW - timedelta(days=7))
    before = [try_this(old, pair.alice_seat, is_mine, NOW - timedelta(days=7)) for is_mine in (True, False)]
    talk = factories.opened_check_in(pair, NOW)
    try_this(talk, pair.alice_seat, True, NOW)
    keep_for_now(pair.alice_seat, before[0].pk, NOW)
    return interleave(
        lambda: keep_for_now(pair.alice_seat, before[1].pk, NOW),
        lambda: try_this(talk, pair.bob_seat, True, NOW),
        before=rf'{INSERT}|UPDATE "checkins_try"',
    )


def test_two_who_want_a_third_at_once_get_one(pair):
    outcomes = both_want_a_third(pair)
    assert [type(each) for each in outcomes].count(ThreeStand) == 1


@pytest.mark.postgres
def test_companion_without_the_couples_row_four_stand(pair, unguarded):
    both_want_a_third(pair)
    assert Try.objects.filter(check_in=Try.objects.latest("answer").check_in_id).count() == MOST_STANDING + 1
