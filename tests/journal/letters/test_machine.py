"""Nothing sends itself: the short form of the machine."""

from __future__ import annotations

import pytest

from tests.helpers.machines import walk_briefly
from tests.journal.letters.machine import Letters, taken


@pytest.mark.django_db
def test_whatever_the_two_do_and_however_far_the_clock_runs_nothing_is_sent_but_by_its_writer() -> None:
    walk_briefly(Letters, walks=5, steps=30)
    assert {"hold", "send", "save", "take back", "answer", "talk"} <= taken.keys()
