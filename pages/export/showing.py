"""Where a person's own file stands, as its page says it."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from couples.people.models import User
from pages.export.models import FETCHED_AGAIN_WITHIN, KEPT_FOR, ExportedFile

# How often an open page that waits looks again.
LOOKS_AGAIN_AFTER = timedelta(seconds=2)


@dataclass(frozen=True)
class ExportAsSeen:
    """One file of one's own."""

    id: uuid.UUID
    is_ready: bool
    has_failed: bool
    # How much of it is made, of a hundred.
    percent: int
    kilobytes: int
    # Whether it was fetched once; and until when it can be fetched, or fetched again.
    was_fetched: bool
    until: datetime | None
    # When the page reads otherwise by itself.
    changes_at: datetime | None

    @property
    def is_made(self) -> bool:
        """Tell whether it is waited for."""
        return not (self.is_ready or self.has_failed)

    @property
    def size_said(self) -> str:
        """Return how large it is."""
        return f"{self.kilobytes / 1000:.1f} MB" if self.kilobytes >= 1000 else f"{self.kilobytes} kB"


def export_of(person: User, now: datetime) -> ExportAsSeen | None:
    """Return the one that stands; None where there is none, or its time is over. One query."""
    file = ExportedFile.objects.filter(person=person).standing().first()
    seen = _seen(file, now) if file else None
    return None if seen and seen.until and seen.until <= now else seen


def file_to_fetch(person: User, file_id: uuid.UUID, now: datetime) -> ExportedFile:
    """Return one's own that is there. Raises ExportedFile.DoesNotExist, for anybody else's and an unknown one alike."""
    return ExportedFile.objects.filter(person=person).fetchable(now).get(pk=file_id)


def _seen(file: ExportedFile, now: datetime) -> ExportAsSeen:
    is_ready, has_failed = file.ready_at is not None, file.failed_at is not None
    until = _kept_until(file)
    return ExportAsSeen(
        id=file.pk,
        is_ready=is_ready,
        has_failed=has_failed,
        percent=round(100 * file.parts_done / file.parts) if file.parts else 0,
        kilobytes=math.ceil(file.size / 1000),
        was_fetched=file.fetched_at is not None,
        until=until,
        changes_at=until if is_ready or has_failed else now + LOOKS_AGAIN_AFTER,
    )


def _kept_until(file: ExportedFile) -> datetime | None:
    """From the first time that it was fetched there is an hour, for whom the connection broke; before, a day."""
    if file.fetched_at:
        return file.fetched_at + FETCHED_AGAIN_WITHIN
    there_since = file.ready_at or file.failed_at
    return there_since + KEPT_FOR if there_since else None
