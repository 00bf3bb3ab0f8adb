"""What two people look back at together. It is the same for both: made of rows that both may read, by names and days.

Nothing here asks who reads. Days are those of a clock that both know, the one by which they last agreed on anything,
and within a day it goes by seat: so nothing tells whose phone is elsewhere, nor who wrote first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from agreements.history.turns import Turn, TurnDays, What, turn_days, turns
from checkins.answers.models import TakeAway
from checkins.kept.showing import Quarter
from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import given_to_read
from pages.look_back.neighbours import beyond_days, beyond_rows, nearest, within
from pages.look_back.picture import Picture, draw


@dataclass(frozen=True)
class Taken:
    """What one of the two took with them from a talk, by the day of the talk."""

    on: date
    writer: User
    words: str


@dataclass(frozen=True)
class Good:
    """What one of the two wrote down that the other did."""

    on: date
    giver: User
    what_you_did: str
    when_it_was: str
    what_it_meant: str


@dataclass(frozen=True)
class Ours:
    """What a quarter brought the two, the first first, and where to look for more."""

    quarter: Quarter
    turns: Sequence[Turn]
    taken: Sequence[Taken]
    good: Sequence[Good]
    # The nearest ones in which there is something.
    before: Quarter | None
    after: Quarter | None

    @property
    def agreed(self) -> Sequence[Turn]:
        """Return what they agreed on."""
        return self._of(What.AGREED)

    @property
    def changed(self) -> Sequence[Turn]:
        """Return what got other words."""
        return self._of(What.CHANGED)

    @property
    def let_go(self) -> Sequence[Turn]:
        """Return what is no longer agreed."""
        return self._of(What.LET_GO)

    def _of(self, what: What) -> Sequence[Turn]:
        return [turn for turn in self.turns if turn.what is what]

    @property
    def picture(self) -> Picture | None:
        """Return the same as a picture; None where no leaf would be on it."""
        return draw(self.quarter, self.turns) if self.turns else None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing of it."""
        return not (self.turns or self.taken or self.good)


def ours_of(seat: Membership, wanted: Quarter | None, now: datetime) -> Ours:
    """Return a quarter of the two, the present one for None: as many queries however much there is."""
    found = turn_days(seat.couple, now)
    with timezone.override(found.zone):
        quarter = wanted or Quarter.of(now)
        before, after = _neighbours(quarter, found, seat)
        return Ours(
            quarter=quarter,
            turns=turns(found.days, quarter.holds),
            taken=sorted(_taken(quarter, seat), key=lambda each: (each.on, seat.in_order.index(each.writer))),
            good=sorted(_good(quarter, seat, now), key=lambda each: (each.on, seat.in_order.index(each.giver))),
            before=before,
            after=after,
        )


def _taken(quarter: Quarter, seat: Membership) -> Iterator[Taken]:
    rows = TakeAway.objects.filter(within(quarter, "check_in__starts_at"), couple=seat.couple_id).select_related(
        "check_in"
    )
    for row in rows.order_by("check_in__starts_at", "check_in_id"):
        if row.words:
            writer = seat.user if row.author_id == seat.user_id else seat.partner
            yield Taken(timezone.localdate(row.check_in.starts_at), writer, row.words)


def _good(quarter: Quarter, seat: Membership, now: datetime) -> Iterator[Good]:
    # What a talk opened with and no verb has written down yet has no date in its row.
    seen = given_to_read(seat, now, Q(given_at=None) | within(quarter, "given_at"))
    for each in sorted(seen, key=lambda one: (one.given_at, one.pk)):
        if each.given_at and quarter.holds(on := timezone.localdate(each.given_at)):
            yield Good(on, each.giver, each.what_you_did, each.when_it_was, each.what_it_meant)


def _neighbours(quarter: Quarter, found: TurnDays, seat: Membership) -> tuple[Quarter | None, Quarter | None]:
    """Return the nearest quarters before and after it of which there is anything."""
    talks = TakeAway.objects.filter(couple=seat.couple_id)
    beyond = [
        beyond_days(quarter, [day.on for day in found.days]),
        beyond_rows(quarter, talks, "check_in__starts_at"),
        beyond_rows(quarter, Appreciation.objects.of(seat), "given_at"),
    ]
    return nearest(beyond)
