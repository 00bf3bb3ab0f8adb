"""A theme comes before the opening or not at all; what both put in at once opens; of two taps at once none is lost."""

from __future__ import annotations

from contextlib import contextmanager
from operator import methodcaller
from typing import Any

import pytest
from django.utils import timezone

from checkins.answers.verbs import hand_in
from checkins.rhythm.models import CheckIn
from checkins.theme import verbs as comparing
from checkins.theme.models import Theme
from checkins.theme.showing import compared
from journal.needs import verbs as ranking
from journal.needs.showing import standing_of
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")
NOW = timezone.now().replace(second=0, microsecond=0)
OPENING_OR_THEME = r'UPDATE "checkins_checkin" SET "both_in_at"|INSERT INTO "checkins_theme"'
COUNT_SEALS = r'SELECT COUNT\(\*\).+"checkins_seal"'
RANKING = r'UPDATE "journal_ranking"'


def of(check_in: CheckIn) -> CheckIn:
    return CheckIn.objects.get(pk=check_in.pk)


def open_while_a_theme_is_set(pair: Pair) -> list[Any]:
    """Let the second one hand in, and the other make it a theme before that has opened the talk."""
    check_in = factories.begun_check_in(pair, NOW)
    factories.handed_in(check_in, pair.alice_seat, now=NOW)
    mine, hers = of(check_in), of(check_in)
    return interleave(
        lambda: hand_in(mine, pair.bob_seat, factories.answers(), NOW),
        lambda: comparing.compare_needs(hers, pair.alice_seat, NOW),
        before=OPENING_OR_THEME,
    )


def test_a_talk_that_opens_takes_no_theme_any_more(pair: Pair) -> None:
    opened, theme = open_while_a_theme_is_set(pair)
    assert opened is True
    assert isinstance(theme, comparing.NoThemeNow)
    assert not Theme.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_rows_updates_an_open_talk_has_one(pair: Pair, monkeypatch: Any) -> None:
    @contextmanager
    def looks_alone(check_in: CheckIn, seat: Any, now: Any) -> Any:
        assert check_in.takes_answers(now)
        yield

    monkeypatch.setattr(comparing, "_turn", looks_alone)
    monkeypatch.setattr(comparing, "raise_revisions", lambda people: None)
    assert open_while_a_theme_is_set(pair) == [True, None]
    assert Theme.objects.exists(), "set on a talk whose answers are open"


def test_what_both_put_in_at_once_opens(pair: Pair) -> None:
    check_in = factories.begun_check_in(pair, NOW)
    comparing.compare_needs(check_in, pair.alice_seat, NOW)
    notebook.needs(pair.alice, "rest")
    notebook.needs(pair.bob, "touch", "rest")

    def by(seat: Any) -> Any:
        mine = of(check_in)
        return lambda: hand_in(mine, seat, factories.answers(), NOW, needs=True)

    outcomes = interleave(by(pair.alice_seat), by(pair.bob_seat), after=COUNT_SEALS)
    assert sorted(outcomes) == [False, True]
    both = compared(of(check_in), pair.alice_seat, NOW)
    assert both
    assert [[each.need for each in put_in.needs] for put_in in both.lists] == [["rest"], ["touch", "rest"]]


def two_taps(pair: Pair) -> list[str]:
    notebook.needs(pair.alice, "rest")
    taps = [lambda name=name: ranking.rank(pair.alice, {}, methodcaller("put", name)) for name in ("touch", "time")]
    assert interleave(*taps, before=RANKING) == [None, None]
    return sorted(each.need for each in standing_of(pair.alice.pk).ranked)


def test_two_taps_at_once_are_both_there(pair: Pair) -> None:
    assert two_taps(pair) == ["rest", "time", "touch"]


@pytest.mark.postgres
def test_companion_without_the_persons_row_one_is_lost(pair: Pair, monkeypatch: Any) -> None:
    monkeypatch.setattr(ranking, "take_turn", lambda person_id: None)
    assert len(two_taps(pair)) == 2
