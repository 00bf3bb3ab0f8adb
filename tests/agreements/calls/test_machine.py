"""The short form of the machine; `make faults` takes ten thousand steps."""

from __future__ import annotations

import pytest

from tests.agreements.calls.machine import Calls, taken
from tests.helpers.machines import walk_briefly


@pytest.mark.django_db
def test_what_must_hold_holds_whatever_the_two_do() -> None:
    walk_briefly(Calls, walks=3, steps=25)
    assert taken["steps"] > 20
    assert len({"ask", "answer", "hold", "close"} & taken.keys()) > 2
