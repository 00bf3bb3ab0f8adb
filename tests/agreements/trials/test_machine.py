"""The short form of the machine; `make faults` takes ten thousand steps."""

from __future__ import annotations

import pytest

from agreements.trials.answers import ANSWERS
from tests.agreements.trials.machine import Trials, taken
from tests.helpers.machines import walk_briefly


@pytest.mark.django_db
def test_what_must_hold_holds_whatever_the_two_do() -> None:
    walk_briefly(Trials, walks=5, steps=30)
    assert taken["steps"] > 40
    assert len({*ANSWERS} & taken.keys()) > 2
