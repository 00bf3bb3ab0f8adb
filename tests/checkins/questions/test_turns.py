"""Whose turn it is, over three hundred talks of which some are left out and some cost nobody a word."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from checkins.questions.turns import Drawn, next_of

DECK = [f"question {number}" for number in range(10)]
START, WEEK = datetime(2026, 1, 4, 20, 30, tzinfo=UTC), timedelta(weeks=1)


def drawn(prompt: str, week: int, **became: bool) -> Drawn:
    state = {"is_asked": False, "is_void": False, "was_used": True, **became}
    return Drawn(prompt, START + week * WEEK, **state)


def test_the_next_one_unused_and_once_all_are_the_oldest() -> None:
    assert next_of(DECK, []) == DECK[0]
    assert next_of(DECK, [drawn(DECK[0], 0)]) == DECK[1]
    all_used = [drawn(prompt, week) for week, prompt in enumerate(reversed(DECK))]
    assert next_of(DECK, all_used) == DECK[9]


def test_not_today_costs_nothing_but_its_turn() -> None:
    unused = drawn(DECK[0], 0, was_used=False)
    assert next_of(DECK, [unused]) == DECK[1], "others come first"
    rest = [drawn(prompt, week) for week, prompt in enumerate(DECK[1:], 1)]
    assert next_of(DECK, [unused, *rest]) == DECK[0], "before any comes again"
    assert next_of(DECK, [unused, *rest, drawn(DECK[0], 10, was_used=False)]) == DECK[1], "and not for ever"


def test_what_went_with_its_talk_was_never_asked() -> None:
    assert next_of(DECK, [drawn(DECK[0], 0, was_used=False, is_void=True)]) == DECK[0]


def test_what_a_talk_asks_just_now_comes_last_whatever_was_answered() -> None:
    rest = [drawn(prompt, week) for week, prompt in enumerate(DECK[:-1])]
    answers = {next_of(DECK, [*rest, drawn(DECK[-1], 9, is_asked=True, was_used=used)]) for used in (True, False)}
    assert answers == {DECK[0]}


def test_nothing_comes_again_before_the_deck_is_used_up() -> None:
    chance = random.Random(7)
    before: list[Drawn] = []
    for week in range(300):
        prompt = next_of(DECK, before)
        came = [one for one in before if not one.is_void]
        earlier = [place for place, one in enumerate(came) if one.prompt == prompt]
        if earlier:
            assert {one.prompt for one in came} == set(DECK), "there was a first time for all"
        if earlier and came[earlier[-1]].was_used:
            assert {one.prompt for one in came[earlier[-1] :]} == set(DECK), "and all others since"
        became = chance.choice(["used", "used", "not today", "void"])
        before.append(drawn(prompt, week, is_void=became == "void", was_used=became == "used"))
