"""The steps by themselves: who is heard, and by which taps one comes to the end."""

from __future__ import annotations

import pytest

from checkins.talking.steps import LAST, READY, STEPS, Part, Tap, after, is_of_the_other


def test_each_speaks_is_said_back_and_is_asked_and_then_it_is_done() -> None:
    step = READY
    walked: list[tuple[Part, bool]] = []
    while not walked or step != READY:
        walked.append((STEPS[step], is_of_the_other(step)))
        step = after(step, Tap.GO_ON)
    turn = (Part.SPEAKS, Part.SAYS_BACK, Part.ASKS)
    assert walked[:-1] == [(Part.READY, False), *((part, False) for part in turn), *((part, True) for part in turn)]
    assert walked[-1][0] is Part.BOTH_HEARD


@pytest.mark.parametrize("step", range(LAST + 1))
def test_once_more_leads_back_to_the_same_ones_words_and_is_nowhere_else(step: int) -> None:
    back = after(step, Tap.ONCE_MORE)
    if STEPS[step] is Part.ASKS:
        assert STEPS[back] is Part.SPEAKS
        assert is_of_the_other(back) == is_of_the_other(step)
    else:
        assert back == step
