"""Both start a talk without writing at once, and one hands in the last answer while the other starts it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from checkins.answers import starting
from checkins.answers.models import WithoutWriting
from checkins.rhythm.models import CheckIn
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now().replace(second=0, microsecond=0)
COUNT_TAPS = r'SELECT COUNT\(\*\).+"checkins_withoutwriting"'


def both_tap(pair: Pair, check_in: CheckIn) -> list[Any]:
    """Let both say it before either counts who has, and count before either is done."""

    def by(seat: Any) -> Any:
        mine = CheckIn.objects.get(pk=check_in.pk)
        return lambda: starting.start_without_writing(mine, seat, NOW)

    return interleave(by(pair.alice_seat), by(pair.bob_seat), after=COUNT_TAPS)


def test_when_both_tap_at_once_they_are_at_the_table(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    assert sorted(both_tap(pair, check_in)) == [False, True]
    assert CheckIn.objects.get(pk=check_in.pk).is_on(NOW)
    assert CheckIn.objects.ahead(NOW).count() == 1


@pytest.mark.postgres
def test_companion_without_the_rows_updates_neither_counts_both(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    monkeypatch.setattr(starting, "_begin", lambda *parts: None)
    assert both_tap(pair, check_in) == [False, False]
    assert WithoutWriting.objects.count() == 2
    assert not CheckIn.objects.get(pk=check_in.pk).is_on(NOW), "both said so, and nothing started"


def test_a_talk_opens_or_is_started_and_never_both(pair: Pair) -> None:
    """Alice has handed in and taps as well; Bob taps while his last answers are on their way from another page."""
    check_in = factories.handed_in(factories.begun_check_in(pair, NOW), pair.alice_seat, now=NOW)
    starting.start_without_writing(check_in, pair.alice_seat, NOW)
    hers, his = (CheckIn.objects.get(pk=check_in.pk) for _ in range(2))
    interleave(
        lambda: starting.start_without_writing(hers, pair.bob_seat, NOW),
        lambda: factories.handed_in(his, pair.bob_seat, now=NOW),
        before=r'INSERT INTO "checkins_(withoutwriting|seal)"',
    )
    on = CheckIn.objects.get(pk=check_in.pk)
    assert on.is_on(NOW)
    assert on.was_started is not on.is_open(NOW)
