"""What one person sees of a talk's theme: before it opens what both have chosen, then what each needs most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.kinds.base import kind_for_need
from checkins.rhythm.models import CheckIn
from checkins.theme.models import SealedNeeds, Theme
from couples.people.models import User
from couples.seats.models import Membership
from journal.needs.showing import RankedAsSeen, in_places

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class NeedOnTable(RankedAsSeen):
    """One need of one of the two."""

    # In which place the other one has it; 0 for none.
    their_place: int = 0

    @property
    def has_a_kind(self) -> bool:
        """Tell whether one kind of agreement says it most plainly; of the rest who writes can choose."""
        return kind_for_need(self.need) is not None


@dataclass(frozen=True)
class NeedsOf:
    """What one of the two put in. Nothing is "not today", whatever it comes from."""

    person: User
    is_mine: bool
    needs: Sequence[NeedOnTable]

    @property
    def whose(self) -> str:
        """Return by which word a form names this list."""
        return MINE if self.is_mine else THEIRS


@dataclass(frozen=True)
class Compared:
    """Both, in the same order for both; nothing where the two say it to each other instead."""

    lists: Sequence[NeedsOf] = ()

    @property
    def rows(self) -> int:
        """Return how many places the longer one has."""
        return max((len(each.needs) for each in self.lists), default=0)

    @property
    def joined(self) -> Sequence[tuple[int, int]]:
        """Return from where to where a line joins what both need, where each place is a hundred high."""
        places = [(need.place, need.their_place) for each in self.lists[:1] for need in each.needs if need.their_place]
        return [(here * 100 - 50, there * 100 - 50) for here, there in places]


@dataclass(frozen=True)
class ThemeAsSeen:
    """Of a talk that has not opened: whether the two compare what they need, and what of it is mine to say."""

    is_set: bool = False
    # Whether I said that mine does not go in.
    not_today: bool = False
    # Whether mine is in, with my answers.
    is_in: bool = False


def theme_of(check_in: CheckIn, seat: Membership, is_set: bool) -> ThemeAsSeen:
    """Return what its page says of it before it opens: the same for both, but for what each has said themself."""
    if not is_set:
        return ThemeAsSeen()
    mine = SealedNeeds.objects.filter(check_in=check_in, author=seat.user_id).first()
    return ThemeAsSeen(True, bool(mine and mine.not_today), bool(mine and mine.ranked))


def compares_needs(check_in: CheckIn) -> bool:
    """Tell whether the two compare at it what they need."""
    return Theme.objects.filter(check_in=check_in).exists()


def compared(check_in: CheckIn, seat: Membership, now: datetime) -> Compared | None:
    """Return what a talk has on its table of what each needs; None where that is not its theme, or it is not on."""
    if not check_in.is_on(now) or not compares_needs(check_in):
        return None
    if not check_in.is_open(now):
        return Compared()
    rows = {row.author_id: row for row in SealedNeeds.objects.readable_by(seat.user, check_in, now)}
    put_in = {each.pk: in_places(rows[each.pk].ranked) if each.pk in rows else () for each in seat.in_order}
    return Compared([_needs_of(each, put_in, seat) for each in seat.in_order])


def _needs_of(person: User, put_in: dict[int, Sequence[RankedAsSeen]], seat: Membership) -> NeedsOf:
    others = {need.need: need.place for key, needs in put_in.items() if key != person.pk for need in needs}
    needs = [
        NeedOnTable(each.place, each.need, each.label, each.line, others.get(each.need, 0))
        for each in put_in[person.pk]
    ]
    return NeedsOf(person, person.pk == seat.user_id, needs)
