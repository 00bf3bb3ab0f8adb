"""What two people keep of their talks and of each other: what felt good, and what each took with them."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max, Q
from django.utils import timezone

from basics import formats
from checkins.answers.models import TakeAway
from checkins.theme.models import SealedNeeds, compared_at
from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import AppreciationAsSeen, given_to_read
from journal.needs.showing import RankedAsSeen, in_places

MOST_FOUND = 50


@dataclass(frozen=True)
class Quarter:
    """Three months, on the reader's clocks."""

    year: int
    # From 0 to 3.
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Quarter:
        """Return the one that a moment is in."""
        return cls.of_day(timezone.localdate(moment))

    @classmethod
    def of_day(cls, day: date) -> Quarter:
        """Return the one that a day is in."""
        return cls(day.year, (day.month - 1) // 3)

    def holds(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return Quarter.of_day(day) == self

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, self.number * 3 + 1, 1)

    @property
    def last_month(self) -> date:
        """Return the first day of its last month."""
        return date(self.year, self.number * 3 + 3, 1)

    @property
    def starts_at(self) -> datetime:
        """Return when it begins."""
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def ends_at(self) -> datetime:
        """Return when the next begins."""
        after = Quarter(self.year + 1, 0) if self.number == 3 else Quarter(self.year, self.number + 1)
        return after.starts_at

    @property
    def said(self) -> str:
        """Return it as people say it: October – December 2026."""
        return formats.months(self.first, self.last_month)

    @property
    def name(self) -> str:
        """Return how an address names it."""
        return f"{self.year}-{self.number + 1}"


@dataclass(frozen=True)
class KeptWords:
    """One thing that is kept."""

    at: datetime
    writer: User
    is_mine: bool
    # What the writer took with them from a talk; empty for what felt good.
    take_away: str = ""
    check_in_id: uuid.UUID | None = None
    talk_at: datetime | None = None
    good: AppreciationAsSeen | None = None
    # What the writer needs most, as a talk opened it.
    needs: Sequence[RankedAsSeen] = ()

    @property
    def text(self) -> str:
        """Return all words of it, to be searched."""
        if self.needs:
            return "\n".join(f"{each.label} {each.line}" for each in self.needs)
        good = self.good
        return "\n".join((good.what_you_did, good.when_it_was, good.what_it_meant)) if good else self.take_away


@dataclass(frozen=True)
class KeptOfQuarter:
    """What a quarter brought, and where to look for more."""

    quarter: Quarter
    words: list[KeptWords]
    # The quarter before it in which there is something.
    before: Quarter | None
    is_present: bool


def kept_of(quarter: Quarter, seat: Membership, now: datetime) -> KeptOfQuarter:
    """Return what is kept of three months. As many queries however much there is."""
    words = [each for each in kept_words(seat, now, quarter) if quarter.starts_at <= each.at < quarter.ends_at]
    return KeptOfQuarter(quarter, words, _before(quarter, seat), quarter == Quarter.of(now))


def kept_words(seat: Membership, now: datetime, quarter: Quarter | None = None) -> list[KeptWords]:
    """Return what is kept, the newest first; with a quarter hardly more than what is of it."""
    found = [*_good(seat, now, quarter), *_taken_along(seat, quarter), *_compared(seat, now, quarter)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _good(seat: Membership, now: datetime, quarter: Quarter | None) -> list[KeptWords]:
    # What a talk opened with and no verb has written down yet has no date in its row.
    within = Q(given_at=None) | _within("given_at", quarter) if quarter else Q()
    seen = given_to_read(seat, now, within)
    return [KeptWords(each.given_at, each.giver, each.is_mine, good=each) for each in seen if each.given_at]


def _taken_along(seat: Membership, quarter: Quarter | None) -> list[KeptWords]:
    within = _within("shared_at", quarter) if quarter else Q()
    rows = TakeAway.objects.filter(within, couple=seat.couple_id).select_related("check_in")
    return [_taken(row, seat) for row in rows if row.words]


def _taken(row: TakeAway, seat: Membership) -> KeptWords:
    is_mine = row.author_id == seat.user_id
    writer, talk = seat.user if is_mine else seat.partner, row.check_in
    return KeptWords(row.shared_at, writer, is_mine, row.words, talk.pk, talk.starts_at)


def _compared(seat: Membership, now: datetime, quarter: Quarter | None) -> list[KeptWords]:
    talks = compared_at(seat).opened(now)
    if quarter:
        talks = talks.opened_between(quarter.starts_at, quarter.ends_at)
    rows = SealedNeeds.objects.filter(check_in__in=talks).select_related("check_in").order_by("author")
    return [_put_in(row, seat) for row in rows if row.ranked]


def _put_in(row: SealedNeeds, seat: Membership) -> KeptWords:
    is_mine, talk = row.author_id == seat.user_id, row.check_in
    writer, at = seat.user if is_mine else seat.partner, talk.opened_at or talk.starts_at
    return KeptWords(at, writer, is_mine, "", talk.pk, talk.starts_at, needs=in_places(row.ranked))


def _within(column: str, quarter: Quarter) -> Q:
    return Q(**{f"{column}__gte": quarter.starts_at, f"{column}__lt": quarter.ends_at})


def _before(quarter: Quarter, seat: Membership) -> Quarter | None:
    start = quarter.starts_at
    good = Appreciation.objects.of(seat).filter(given_at__lt=start).aggregate(at=Max("given_at"))["at"]
    taken = TakeAway.objects.filter(couple=seat.couple_id, shared_at__lt=start).aggregate(at=Max("shared_at"))["at"]
    compared = compared_at(seat).last_opening_before(start)
    newest = max(filter(None, (good, taken, compared)), default=None)
    return Quarter.of(newest) if newest else None


def found_in_kept(words: str, seat: Membership, now: datetime) -> list[KeptWords]:
    """Return what has each of these words in it, the newest first. Stored encrypted, so it is searched here."""
    wanted = _plain(words).split()
    found = [each for each in kept_words(seat, now) if all(word in _plain(each.text) for word in wanted)]
    return found[:MOST_FOUND]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
