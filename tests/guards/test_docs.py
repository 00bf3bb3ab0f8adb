"""What the documents point to is there: every relative link, and every path in code marks, in every `*.md` file."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

import pytest

from tests.guards.test_shape import MADE_LATER, tracked
from tests.helpers.processes import ROOT

A_LINK = re.compile(r"\]\((?!\w+:|#)([^)\s]+)\)|(?:src|href)=\"(?!\w+:|#)([^\"]+)\"")
IN_MARKS = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(
    r"^\.?[\w*-][\w*.-]*(?:/[\w*.-]+)*(?:/|\.(?:py|md|html|css|js|toml|txt|in|env|example|yml|yaml|po|json))$"
)
# Written by the reader.
A_PLACE = re.compile(r"\b(?:ROOM|SUBJECT|DATA_DIR)\b")
MADE_BY_A_RUN = {"var/", "build/", "deploy/secrets/"}


def test_every_link_leads_to_a_file() -> None:
    assert [f"{name}: {link}" for name in documents() for link in links(text(name)) if not leads(name, link)] == []


def test_every_path_that_is_named_is_there() -> None:
    here = tracked()
    assert [f"{name}: {path}" for name in documents() for path in paths(name) if not is_here(path, here)] == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    """A page that nothing links to is read by nobody. The decisions are linked as a folder."""
    reached, ahead = set(), ["README.md"]
    while ahead:
        name = ahead.pop()
        reached.add(name)
        ahead += [found for found in linked_documents(name) if found not in reached]
    assert {name for name in documents() if not name.startswith((".github/", "docs/adr/", "static/"))} <= reached


@pytest.mark.parametrize("line", ["[x](gone.md)", '<img src="gone.png">', "[x](gone.md#part)"])
def test_a_link_into_nothing_is_seen(line: str) -> None:
    assert [link for link in links(line) if not leads("README.md", link)]


@pytest.mark.parametrize("path", ["gone.py", "gone/", "gone*.md"])
def test_a_path_of_nothing_is_seen(path: str) -> None:
    assert A_PATH.match(path)
    assert not is_here(path, tracked())


def documents() -> list[str]:
    return [name for name in tracked() if name.endswith(".md")]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def links(markdown: str) -> Iterator[str]:
    yield from (first or second for first, second in A_LINK.findall(markdown))


def leads(name: str, link: str) -> bool:
    return (ROOT / name).parent.joinpath(link.partition("#")[0]).exists()


def linked_documents(name: str) -> list[str]:
    targets = ((ROOT / name).parent.joinpath(link.partition("#")[0]).resolve() for link in links(text(name)))
    return [str(target.relative_to(ROOT)) for target in targets if target.suffix == ".md" and target.is_file()]


def paths(name: str) -> Iterator[str]:
    """Yield what stands in code marks and looks like a path."""
    for marked in IN_MARKS.findall(text(name)):
        if A_PATH.match(marked) and not A_PLACE.search(marked):
            yield marked


def is_here(path: str, here: list[str]) -> bool:
    """Tell whether the path is a file or folder, whole or from a room on (`leases.py`, `api/`)."""
    if path in MADE_LATER | MADE_BY_A_RUN:
        return True
    pattern = f"{path}*" if path.endswith("/") else path
    return any(fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(name, f"*/{pattern}") for name in here)
