"""Both tap the one question of the first day at once: there is one, and both come to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from checkins.one_question import verbs
from checkins.rhythm.models import CheckIn
from tests.helpers.factories import Pair
from tests.races.stage import interleave, without

pytestmark = pytest.mark.postgres
BEGINS = r'INSERT INTO "checkins_checkin"'


def both_begin(pair: Pair) -> list[Any]:
    now = timezone.now()
    seats = (pair.alice_seat, pair.bob_seat)
    return interleave(*(lambda seat=seat: verbs.ask_one_question(seat, now).pk for seat in seats), before=BEGINS)


def test_two_who_begin_at_once_come_to_one_question(pair: Pair) -> None:
    hers, his = both_begin(pair)
    assert hers == his == CheckIn.objects.get().pk


def test_companion_without_the_couples_row_and_the_constraint_there_are_two(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "keep_connected", lambda _seat: True)
    with without(CheckIn, "one_question_a_couple"):
        hers, his = both_begin(pair)
        assert hers != his
        assert CheckIn.objects.count() == 2
