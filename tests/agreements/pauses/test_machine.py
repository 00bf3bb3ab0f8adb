"""The short form of the machine; `make faults` takes ten thousand steps."""

from __future__ import annotations

import pytest

from tests.agreements.pauses.machine import Pauses, taken
from tests.helpers.machines import walk_briefly


@pytest.mark.django_db
def test_what_must_hold_holds_whatever_the_two_do() -> None:
    walk_briefly(Pauses, walks=4, steps=40)
    assert taken["steps"] > 100
    assert {"start", "extend", "write"} <= taken.keys()
