"""What one sees of copies: what the other shows, and what one shows oneself. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.kinds import Passage, kind_of
from journal.copies.models import ShownCopy, ShownCopyQuerySet


@dataclass(frozen=True)
class CopyAsSeen:
    """A copy as either of the two reads it; only its giver can take it back."""

    pk: uuid.UUID
    giver: User
    is_mine: bool
    kind: str
    passages: Sequence[Passage]
    shown_at: datetime
    is_fixed: bool


def copies_of(seat: Membership, now: datetime) -> list[CopyAsSeen]:
    """Return what the two show each other, the newest first."""
    return [copy_as_seen(row, seat, now) for row in rows_of(seat)]


def rows_of(seat: Membership) -> ShownCopyQuerySet:
    """Return the rows that the holder of this seat may read."""
    return ShownCopy.objects.readable_by(seat).order_by("-shown_at", "-pk")


def shown_from(source: str, seat: Membership, now: datetime) -> list[CopyAsSeen]:
    """Return one's own copies of one thing of one's own: for nobody but their giver."""
    mine = rows_of(seat).filter(giver=seat.user_id)
    return [copy_as_seen(row, seat, now) for row in mine if row.source == source]


def copy_as_seen(row: ShownCopy, seat: Membership, now: datetime) -> CopyAsSeen:
    """Return a row that the holder of this seat may read."""
    is_mine = row.giver_id == seat.user_id
    return CopyAsSeen(
        pk=row.pk,
        giver=seat.user if is_mine else seat.partner,
        is_mine=is_mine,
        kind=row.kind,
        passages=kind_of(row.kind).passages(row.said),
        shown_at=row.shown_at,
        is_fixed=row.is_fixed(now),
    )
