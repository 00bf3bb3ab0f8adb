"""Each story is counted: told, and blocked where it passes and is no limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.helpers.figures import count


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Count it once its own part is over."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.when == "call":
        is_blocked = report.passed and item.path.stem != "test_limits"
        count("stories blocked: {blocked} of {told} told", told=1, blocked=int(is_blocked))
