"""How a row names what it is about: the subject is the thing, the occurrence which time of it.

Both are text in the rows, and part of their unique key, so their form never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class AboutSomething(Protocol):
    """A reminder or a notice."""

    subject: str


@dataclass(frozen=True)
class Subject:
    """A sort of thing that rows are about, such as an agreement."""

    thing: str

    def of(self, key: object) -> str:
        """Return the subject of the thing with this key."""
        return f"{self.thing}:{key}"

    def key(self, row: AboutSomething) -> str:
        """Return the key of the thing that a row is about."""
        return row.subject.removeprefix(f"{self.thing}:")

    def keys(self, rows: Iterable[AboutSomething]) -> list[str]:
        """Return the keys of what the rows are about."""
        return [self.key(row) for row in rows]


def exact_moment(when: datetime) -> str:
    """Return an occurrence that no other moment shares."""
    return f"{when:%Y%m%dT%H%M%S.%f}"


def minute(when: datetime) -> str:
    """Return an occurrence that all moments of a minute share."""
    return f"{when:%Y%m%dT%H%M}"
