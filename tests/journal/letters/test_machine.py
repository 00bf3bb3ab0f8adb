"""Nothing sends itself: letters by chance, the same each time."""

from __future__ import annotations

from random import Random

import pytest

from tests.journal.letters.machine import STEPS, Letters, taken


@pytest.mark.django_db
def test_whatever_the_two_do_and_however_far_the_clock_runs_nothing_is_sent_but_by_its_writer() -> None:
    letters, chance = Letters(), Random(16)
    for _ in range(100):
        letters.step(chance)
    letters.take("leave", 0, 0, 0, 0)
    assert {name.replace("_", " ") for name in STEPS} - {"wait"} <= taken.keys(), "each was done at least once"
