"""What copies are of. A subject of this room says how its own read; the engine knows none of them by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Passage:
    """One thing that a copy says: in its giver's words, or in the service's."""

    text: str
    # What the service calls it, above: "What set it off".
    label: str = ""
    is_own: bool = True


class CopyKind:
    """One kind: how what was chosen reads, in the language of whoever reads it."""

    name: str

    def passages(self, said: Mapping[str, Any]) -> Sequence[Passage]:
        """Return what the copy says; `said` is all that was stored, and stands for itself."""
        raise NotImplementedError


_kinds: dict[str, CopyKind] = {}


def register(kind: CopyKind) -> None:
    """Make a kind known. Called in an `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def kind_of(name: str) -> CopyKind:
    """Return a kind. Raises KeyError for one that there is not."""
    return _kinds[name]
