"""The short form of the machine; `make faults` takes ten thousand steps."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from agreements.trials.answers import ANSWERS
from tests.agreements.trials.machine import Trials, taken


@pytest.mark.django_db
def test_what_must_hold_holds_whatever_the_two_do() -> None:
    few = settings(
        max_examples=8,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        # What fails is told as it is: making it smaller would take minutes.
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Trials, settings=few)
    assert taken["steps"] > 40
    assert len({*ANSWERS} & taken.keys()) > 2
