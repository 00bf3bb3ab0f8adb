"""The README tells every setting, with the default and meaning that the code has."""

from __future__ import annotations

import re

from config.environment import VARIABLES
from tests.helpers.processes import ROOT

README = (ROOT / "README.md").read_text()


def table() -> str:
    rows = [f"| `{one.name}` | {one.default} | {one.meaning} |" for one in VARIABLES]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def test_the_table_of_variables_is_the_one_in_the_code():
    assert table() in README, f"Put this table into the README:\n{table()}"


def test_every_variable_that_is_read_is_in_the_table():
    source = (ROOT / "config" / "environment.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert read == {one.name for one in VARIABLES}


def test_what_the_readme_links_to_exists():
    for target in re.findall(r"\]\(((?!http)[^)]+)\)", README) + re.findall(r'src="([^"]+)"', README):
        assert (ROOT / target).exists(), target
