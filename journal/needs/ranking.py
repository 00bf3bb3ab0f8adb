"""What one person needs most, as it stands at one moment, and what a tap makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from journal.words import needs

# More would be no order any more.
MOST_RANKED = 5
# Before the name of a need: where a row says the line to it.
LINE = "line:"


class FiveAlready(Refusal):
    """Five are chosen."""

    name = "no-room"
    message = _("Five are chosen. Take one out first.")


class NoSuchNeed(Refusal):
    """It is none of the words that are offered."""

    message = _("There is no such choice. Choose one from the list.")


@dataclass(frozen=True)
class Ranked:
    """One need, and what its owner says of it."""

    need: str
    line: str = ""


def stored(ranked: Iterable[Ranked]) -> dict[str, Any]:
    """Return what a row says of needs in their order."""
    rows = list(ranked)
    return {"order": [each.need for each in rows], **{LINE + each.need: each.line for each in rows if each.line}}


def ranked_in(payload: Mapping[str, Any]) -> Sequence[Ranked]:
    """Return the same from a row. Words that are offered no more are left out."""
    offered = {word.name for word in needs()}
    return [Ranked(need, payload.get(LINE + need, "")) for need in payload.get("order", ()) if need in offered]


@dataclass(frozen=True)
class Standing:
    """What is ranked, and what one tap back would bring."""

    order: tuple[str, ...] = ()
    # Also of what was taken out by the last tap: undone, it is there again.
    lines: Mapping[str, str] = field(default_factory=dict)
    before: tuple[str, ...] | None = None
    # How often the order was changed: a second tap on *undo* undoes nothing more.
    changes: int = 0

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Standing:
        """Return what a row says."""
        before = payload.get("before")
        return cls(
            tuple(payload.get("order", ())),
            {key.removeprefix(LINE): line for key, line in payload.items() if key.startswith(LINE)},
            None if before is None else tuple(before),
            payload.get("changes", 0),
        )

    @property
    def payload(self) -> dict[str, Any]:
        """Return what a row says of it."""
        rows = [Ranked(need, self.lines.get(need, "")) for need in dict.fromkeys((*self.order, *(self.before or ())))]
        return {**stored(rows), "order": self.order, "before": self.before, "changes": self.changes}

    @property
    def ranked(self) -> Sequence[Ranked]:
        """Return the needs in order, each with its line."""
        return ranked_in(self.payload)

    def with_lines(self, lines: Mapping[str, str]) -> Standing:
        """Return the same with these lines to what is ranked."""
        return replace(self, lines={**self.lines, **{need: lines[need] for need in self.order if need in lines}})

    def put(self, need: str) -> Standing:
        """Return the same with a need put next; one that stands already stays. Raises NoSuchNeed, FiveAlready."""
        if need not in {word.name for word in needs()}:
            raise NoSuchNeed
        if need in self.order:
            return self
        if len(self.order) >= MOST_RANKED:
            raise FiveAlready
        return self._changed([*self.order, need])

    def moved(self, need: str, place: int) -> Standing:
        """Return the same with a need at that place, counted from 1; one that was taken out meanwhile stays out."""
        if need not in self.order:
            return self
        others = [each for each in self.order if each != need]
        return self._changed([*others[: place - 1], need, *others[place - 1 :]])

    def without(self, need: str) -> Standing:
        """Return the same without a need."""
        return self._changed(each for each in self.order if each != need)

    def undone(self, changes: int) -> Standing:
        """Return what stood before the last change, where that is the one that the page showed."""
        if self.before is None or changes != self.changes:
            return self
        return Standing(self.before, self.lines, None, self.changes + 1)

    def _changed(self, order: Iterable[str]) -> Standing:
        order = tuple(order)
        return self if order == self.order else Standing(order, self.lines, self.order, self.changes + 1)
