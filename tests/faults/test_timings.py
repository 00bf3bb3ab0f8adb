"""That the measure runs, and that every way it measures has a limit. How long things take, `make faults` says."""

from __future__ import annotations

import pytest

from tests.faults.__main__ import LIMITS
from tests.faults.timings import WARM_UP, WAYS, Addresses, _percent_apart


@pytest.mark.django_db
def test_each_way_is_measured_and_has_a_limit() -> None:
    addresses = Addresses(WARM_UP + 1)
    for way in WAYS:
        assert f"timing_{way.__name__}_percent_apart" in LIMITS
        assert _percent_apart(way, addresses) >= 0
