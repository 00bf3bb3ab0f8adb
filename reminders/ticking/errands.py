"""Errands: work of any room that takes longer than a page may. Rows say what waits; the ticker hands it to a worker.

As with reminders the row is the truth and the broker carries its name alone: what a dead worker or a lost message left
undone, its room takes again once it has shown no sign of life for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Errand:
    """One kind of such work."""

    name: str
    # Takes what waits, so that nobody else does, and returns by what name `run` finds it. Asked about once a second.
    take: Callable[[datetime], Sequence[str]]
    run: Callable[[str], object]


_errands: dict[str, Errand] = {}


def register_errand(errand: Errand) -> None:
    """Make a kind known. Called in an `AppConfig.ready()`."""
    _errands[errand.name] = errand


def take_errands(now: datetime) -> list[tuple[str, str]]:
    """Take what waits of every kind: its kind, and its name."""
    return [(errand.name, taken) for errand in _errands.values() for taken in errand.take(now)]


def run_errand(kind: str, taken: str) -> None:
    """Do one that was taken."""
    _errands[kind].run(taken)
