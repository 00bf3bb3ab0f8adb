"""What a copy of one's sentences says: those that were chosen, and no day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from journal.closeness.beginnings import beginnings
from journal.copies.kinds import CopyKind, Passage

# By what their giver finds copies of them.
SOURCE = "closeness"


class ClosenessCopy(CopyKind):
    """A copy of some of the four."""

    name = "closeness"

    def passages(self, said: Mapping[str, Any]) -> Sequence[Passage]:
        """Return each sentence under its beginning."""
        return [Passage(said[name], beginning.label) for name, beginning in beginnings().items() if said.get(name)]


CLOSENESS_COPY = ClosenessCopy()
