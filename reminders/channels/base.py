"""What every channel offers to delivery."""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reminders.models import Reminder, ReminderQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

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
    # The other side said when to come back.
    retry_after: timedelta | None = None
    # What is to be done once nothing more is tried.
    at_last: Callable[[], None] | None = None


class Channel(ABC):
    """A way to reach a person."""

    name: str
    # What the settings page calls it.
    label: StrOrPromise
    # A kind goes this way if it goes by mail; a person must first have asked for it (a device, an address).
    is_beside_mail = False
    # How many rows a lease takes.
    batch_size: int
    # Whether a row can take its worker down with it, so that tries have to be counted before they are made.
    counts_tries = True
    # Redis hands out lower numbers first: what is quick and never waits on others goes before what may.
    priority = 6
    # How many messages may wait in the broker before no more of this channel are put behind them.
    most_waiting = 20

    def send_standing(self, lease: uuid.UUID, now: datetime) -> None:  # noqa: B027 - most channels cannot
        """Send and mark at once what needs no asking, where the channel can tell; the rest of the lease follows."""

    def prepare(self, reminders: Sequence[Reminder], now: datetime) -> None:  # noqa: B027 - most channels need not
        """Store what sending these rows needs, such as their links: once for each row, the whole batch together."""

    @abstractmethod
    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send each reminder and tell its outcome right after, so that it is marked before the next is sent.

        `reminders` is best taken one at a time: what waits too long in between is asked for anew.
        """

    def loaded(self, rows: ReminderQuerySet) -> ReminderQuerySet:
        """Load with the rows of a lease what asking about them and sending them reads."""
        return rows.select_related("user__reminder_preferences")

    def is_open(self) -> bool:
        """Tell whether this channel sends at all just now."""
        return True

    def reachable(self, user_ids: Collection[int]) -> set[int]:
        """Return which of these people can be reached this way. At most one query."""
        return set(user_ids)
