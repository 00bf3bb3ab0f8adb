"""What a run of the tests found out besides whether it passed: a line for each at its end, summed over its processes.

A test says it by `count("stories blocked: {blocked} of {told}", told=1)`: what is counted under one sentence adds up.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

_counted: dict[str, Counter[str]] = {}


def count(sentence: str, **numbers: int) -> None:
    """Add to the numbers that a sentence names in braces. One that is never counted is said as 0."""
    _counted.setdefault(sentence, Counter()).update(numbers)


def lines() -> list[str]:
    """Return each sentence with its numbers."""
    return sorted(sentence.format_map(numbers) for sentence, numbers in _counted.items())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what one of xdist's processes counted."""
    for sentence, numbers in getattr(node, "workeroutput", {}).get("figures", {}).items():
        count(sentence, **numbers)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what this process counted, if it is one of xdist's."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = {each: dict(numbers) for each, numbers in _counted.items()}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it all, where anything was counted."""
    for line in lines():
        terminalreporter.write_line(line)
