"""What every channel offers to delivery."""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reminders.models import Reminder

# How long a worker may hold a batch before its rows are leased anew.
LEASE_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Outcome:
    """What became of one send."""

    sent: bool = False
    # The channel has marked the row itself, in one transaction with what it wrote.
    marked: bool = False
    # Trying again cannot help.
    permanent: bool = False
    # The fault is in the row or in our code, not on the way.
    broken: bool = False
    error: str = ""


class Channel(ABC):
    """A way to reach a person."""

    name: str
    # How many rows a lease takes.
    batch_size: int

    @abstractmethod
    def send(
        self, reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send each reminder and tell its outcome right after, so that it is marked before the next is sent."""

    def is_open(self) -> bool:
        """Tell whether this channel sends at all just now."""
        return True
