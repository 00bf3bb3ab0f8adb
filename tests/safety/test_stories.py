"""Every hostile story stands in docs/safety.md, blocked or as a limit, and every line there is a story."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.processes import ROOT

STORIES = ROOT / "tests" / "safety" / "stories"
LIMITS = STORIES / "test_limits.py"
BLOCKED_PART, LIMITS_PART = "## What was tried, and is blocked", "## What was tried, and is not blocked"


def test_what_is_blocked_and_what_is_not_stands_in_the_document() -> None:
    blocked = [name for path in sorted(STORIES.glob("test_*.py")) if path != LIMITS for name in told_in(path)]
    assert sorted(written(BLOCKED_PART)) == sorted(blocked)
    assert sorted(written(LIMITS_PART)) == sorted(told_in(LIMITS))


def test_at_least_forty_are_told_and_none_twice() -> None:
    names = [*written(BLOCKED_PART), *written(LIMITS_PART)]
    assert len(names) == len(set(names)) >= 40


def told_in(path: Path) -> Iterator[str]:
    for part in ast.parse(path.read_text()).body:
        if isinstance(part, ast.FunctionDef) and part.name.startswith("test_"):
            yield part.name.removeprefix("test_")


def written(part: str) -> list[str]:
    """Return the stories of one part: the last column, of lines that say what is tried and what comes of it."""
    text = (ROOT / "docs" / "safety.md").read_text().partition(f"{part}\n")[2]
    text = re.split(r"\n##? ", text)[0]
    return re.findall(r"^\| \S[^|]+ \| \S[^|]+ \| `(\w+)` \|$", text, re.MULTILINE)
