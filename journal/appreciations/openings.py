"""What opens what waits. Talks are of a room above, which registers here how to ask about them.

A talk opens with the time as well, and then no verb runs. So what it opened with is what waits, for whoever reads it,
until the next verb writes that down before it changes anything; `checkins/agenda/table.py` says why that holds.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Opening:
    """A talk that has opened, and since when."""

    talk_id: uuid.UUID
    at: datetime


@dataclass(frozen=True)
class Talks:
    """How to ask about the talks of a couple."""

    # The first that opened of those that nobody has written down yet: what waits is its.
    newly_opened: Callable[[uuid.UUID, datetime], Opening | None]
    # Writes down what opened talks took. The caller holds the couple's row.
    settle: Callable[[uuid.UUID, datetime], None]


_talks: list[Talks] = []


def register_talks(talks: Talks) -> None:
    """Make known how to ask about talks. Called once in an `AppConfig.ready()`."""
    _talks[:] = [talks]


def newly_opened(couple_id: uuid.UUID, now: datetime) -> Opening | None:
    """Return the talk that what waits has opened with, if there is one that no verb has written down yet."""
    return _talks[0].newly_opened(couple_id, now)


def settle_talks(couple_id: uuid.UUID, now: datetime) -> None:
    """Write down what opened talks took. Safe to repeat; the caller holds the couple's row."""
    _talks[0].settle(couple_id, now)
