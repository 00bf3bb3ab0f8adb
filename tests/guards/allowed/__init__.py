"""All that a person may see, field by field, and whose each is: a field that is not listed fails until someone says so.

A file a room; in it a heading a subject, and a line for each class that shows something: a dataclass of `showing` by
its name, what the API answers as `api Name`, what a page's template is given by the template's name. On the line stands
whose its fields are:

- mine: its reader's own, and nobody else's ever, or not yet;
- ours: both read the same;
- copy: shown by the other, until it is taken back;
- neutral: nobody's: addresses, forms, the service's own words.

A field that tells one what the other does has no place here: whether they read, wrote or were here, when, how often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from pathlib import Path

HERE = Path(__file__).parent
WHOSE = {"mine", "ours", "copy", "neutral"}
# What every page's template is given stands under this name.
EVERY_PAGE = "pages · every page"
# What the names on the lines are of.
SHOWING, ANSWERED, PAGES = re.compile(r"\w+"), re.compile(r"api \w+"), re.compile(r"[\w-]+\.\w+")
Fields = Mapping[str, Set[str]]


def allowed(kind: re.Pattern[str]) -> dict[str, set[str]]:
    """Return the fields of all whose name is of this kind, by subject and name."""
    return {name: fields for name, fields in _listed().items() if kind.fullmatch(name.partition(" · ")[2])}


def allowed_names(name: str) -> set[str]:
    """Return the fields of one."""
    return _listed()[name]


def unlisted(found: Fields, listed: Fields) -> list[str]:
    """Return what is shown and not listed, and what is listed and not there any more."""
    complaints = []
    for name in sorted(found.keys() | listed.keys()):
        shown, known = found.get(name, set()), listed.get(name, set())
        complaints += [f"{name}: say in tests/guards/allowed/ whose {field} is" for field in sorted(shown - known)]
        complaints += [f"{name}: {field} is not shown any more" for field in sorted(known - shown)]
    return complaints


def _listed() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted(HERE.glob("*.txt")):
        subject = ""
        for line in file.read_text().replace("\n    ", " ").splitlines():
            if line.startswith("["):
                subject = line.strip("[]")
            elif line:
                name, fields = _read(line)
                assert f"{subject} · {name}" not in found, f"{subject}: {name} stands there twice"
                found[f"{subject} · {name}"] = fields
    return found


def _read(line: str) -> tuple[str, set[str]]:
    """Read `AgreementAsSeen ours: title words; mine: is_mine`."""
    first, *others = line.split("; ")
    name, _space, whose = first.rpartition(":")[0].rpartition(" ")
    parts = [f"{whose}:{first.rpartition(':')[2]}", *others]
    fields: list[str] = []
    for part in parts:
        owner, _colon, names = part.partition(":")
        assert owner in WHOSE, f"{line}: nobody is called {owner}"
        fields += names.split()
    assert len(fields) == len(set(fields)), f"{line}: a field stands there twice"
    return name, set(fields)
