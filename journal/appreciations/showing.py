"""What one sees of appreciations: one's own that wait, and all that were given. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation, AppreciationQuerySet
from journal.appreciations.openings import Opening, newly_opened
from journal.appreciations.vague import hint_for

SHOWN = 10


@dataclass(frozen=True)
class AppreciationAsSeen:
    """What one of the two wrote down of what the other did."""

    pk: uuid.UUID
    giver: User
    is_mine: bool
    what_you_did: str
    when_it_was: str
    what_it_meant: str
    # Since when both can read it; nothing while it waits for a talk.
    given_at: datetime | None

    @property
    def hint(self) -> str:
        """Return what could be said more exactly, while it can."""
        return "" if self.given_at else hint_for(self.what_you_did)


@dataclass(frozen=True)
class Appreciations:
    """What there is between two people, as one of them may know it."""

    # Mine that wait for a talk, in the order in which I wrote them.
    waiting: list[AppreciationAsSeen]
    # What was given lately, by either; the newest first.
    given: list[AppreciationAsSeen]


def readable_by(
    seat: Membership, now: datetime
) -> tuple[AppreciationQuerySet, Callable[[Appreciation], AppreciationAsSeen]]:
    """Return what the holder of this seat may read, and how each is seen: what waits first, then the newest.

    As many queries whatever the other has written: only an opening that both see makes more readable. What opened
    together stands by person: by the time of writing it would tell who prepared first.
    """
    opening = newly_opened(seat.couple_id, now)
    rows = Appreciation.objects.of(seat) if opening else Appreciation.objects.known_to(seat)
    ordered = rows.order_by(F("given_at").desc(nulls_first=True), "giver_id", "-written_at", "pk")
    return ordered, lambda row: as_seen(row, seat, opening)


def appreciations_of(seat: Membership, now: datetime) -> Appreciations:
    """Return all of one's own that wait, and the newest of what was given."""
    rows, see = readable_by(seat, now)
    waiting = [see(row) for row in rows.waiting()]
    given = [each for each in waiting if each.given_at] + [see(row) for row in rows.exclude(given_at=None)[:SHOWN]]
    return Appreciations([each for each in reversed(waiting) if not each.given_at], given[:SHOWN])


def waiting_of(seat: Membership, now: datetime) -> list[AppreciationAsSeen]:
    """Return one's own that wait for a talk, in the order in which they were written."""
    if newly_opened(seat.couple_id, now):
        return []
    rows = Appreciation.objects.by(seat).waiting().order_by("written_at", "pk")
    return [as_seen(row, seat) for row in rows]


def given_to_read(seat: Membership, now: datetime, within: Q) -> list[AppreciationAsSeen]:
    """Return what was given among the rows that are `within`; of one's own that wait nothing."""
    rows, see = readable_by(seat, now)
    return [seen for seen in map(see, rows.filter(within)) if seen.given_at]


def opened_with(talk_id: uuid.UUID, seat: Membership, now: datetime) -> list[AppreciationAsSeen]:
    """Return what an open talk opened with, by person, the oldest first. That it is open the caller knows."""
    opening = newly_opened(seat.couple_id, now)
    taken = Q(opened_with=talk_id)
    if opening and opening.talk_id == talk_id:
        taken |= Q(given_at__isnull=True)
    rows = Appreciation.objects.of(seat).filter(taken).order_by("giver_id", "written_at", "pk")
    return [as_seen(row, seat, opening) for row in rows]


def as_seen(row: Appreciation, seat: Membership, opening: Opening | None = None) -> AppreciationAsSeen:
    """Return a row that the holder of this seat may read; `opening` is the talk that what waits has opened with."""
    is_mine = row.giver_id == seat.user_id
    return AppreciationAsSeen(
        pk=row.pk,
        giver=seat.user if is_mine else seat.partner,
        is_mine=is_mine,
        what_you_did=row.what_you_did,
        when_it_was=row.when_it_was,
        what_it_meant=row.what_it_meant,
        given_at=row.given_at or (opening.at if opening else None),
    )
