"""Whose turn it is in a deck: one rule, which looks at nothing but what the two both know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Drawn:
    """What became of a question that was drawn for a talk."""

    prompt: str
    at: datetime
    # Whether a talk that is not long over asks it.
    is_asked: bool
    # Whether it came to nothing with its talk, which was left out or never opened.
    is_void: bool
    # Whether a talk opened with words of one of the two.
    was_used: bool


@dataclass(frozen=True)
class History:
    """All that became of one question."""

    drawings: Sequence[Drawn] = ()

    def turn(self, place: int) -> tuple[bool, int, float]:
        """Return what a deck is sorted by, for the question at this place in it.

        First what was never asked; then what was drawn once and cost nobody a word; then the rest, the oldest first.
        What a talk asks just now comes last, whoever has answered it.
        """
        asked = [drawn for drawn in self.drawings if not drawn.is_void]
        if not asked:
            return False, 0, place
        is_spent = len(asked) > 1 or any(drawn.was_used for drawn in asked)
        at = max(drawn.at for drawn in asked).timestamp()
        return any(drawn.is_asked for drawn in asked), 1 + is_spent, at


def next_of(deck: Sequence[str], drawings: Iterable[Drawn]) -> str:
    """Return whose turn it is. Raises ValueError for an empty deck."""
    histories = _by_prompt(drawings)
    turns = {prompt: histories.get(prompt, History()).turn(place) for place, prompt in enumerate(deck)}
    return min(turns, key=turns.__getitem__)


def _by_prompt(drawings: Iterable[Drawn]) -> Mapping[str, History]:
    found: dict[str, list[Drawn]] = {}
    for drawn in drawings:
        found.setdefault(drawn.prompt, []).append(drawn)
    return {prompt: History(rows) for prompt, rows in found.items()}
