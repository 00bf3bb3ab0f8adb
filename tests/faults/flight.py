"""Mails in flight at a kill: taken by the server, and not marked. Only these may come twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.faults import rows


class Flight:
    """Counts each taking of a mail at most once."""

    def __init__(self) -> None:
        self.count = 0
        self._seen: Counter[str] = Counter()

    def note_kill(self, taken: Mapping[str, int]) -> None:
        """Look right after a kill, when nothing of the dead is on its way any more."""
        for key, count in rows.taken_but_not_marked(taken).items():
            self.count += count - self._seen[key]
            self._seen[key] = count
