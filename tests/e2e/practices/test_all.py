"""Whatever couples do here is something that two people can do in the browser, to the end."""

from __future__ import annotations

import re

from tests.helpers.processes import ROOT

NAME = re.compile(r"^def test_practice_(\d\d)_", re.MULTILINE)


def test_each_practice_is_walked_by_one_test_named_for_it() -> None:
    walks = [NAME.findall(path.read_text()) for path in (ROOT / "tests" / "e2e").rglob("test_*.py")]
    assert sorted(int(number) for found in walks for number in found) == [*range(1, 28)]
