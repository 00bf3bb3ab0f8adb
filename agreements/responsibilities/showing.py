"""Who does what, side by side: agreed terms and nothing else. Nothing here is counted over more than one of them.

The two read the same: their columns stand in the order of their seats.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.kinds.responsibility import AUTHOR, BOTH, DAY, MONTH, OTHER, PARTS, TURNS, WEEK, YEAR, Responsibility
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from agreements.letters.versions import Accepted, accepted_of
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.turns import is_authors_turn, next_turn, turns_since
from agreements.responsibilities.unnoticed import letters_about
from basics import formats
from basics.directions import capitalised, own_words, said
from basics.localtime import earliest, local, moment
from couples.people.models import User
from couples.seats.models import Membership

# With whom a part lies, as the reader of the page says it.
MINE, THEIRS = "mine", "theirs"
# How many of each time a month has.
A_MONTH = {DAY: 365 / 12, WEEK: 365 / 84, MONTH: 1.0, YEAR: 1 / 12}
AN_HOUR, STEP = 60, 5


@dataclass(frozen=True)
class Share:
    """What one of the two has of one thing, in words."""

    person: User
    said: Sequence[str]


@dataclass(frozen=True)
class ResponsibilityAsSeen:
    """One thing that has to be done again and again, as the two have agreed on it."""

    agreement: uuid.UUID
    called: str
    # Each part, by whose it is for who reads: mine, theirs, turns or both.
    lies: Mapping[str, str]
    shares: Sequence[Share]
    # Roughly how long it takes in a month; None where the two gave no time.
    minutes_a_month: int | None
    # Whose turn it is now, and how a page says that.
    turn_of: User | None
    turn_said: str
    is_turn_mine: bool | None
    # Whether a letter about it waits for an answer.
    is_discussed: bool
    # When it reads otherwise by itself: the next turn comes, or what is tried ends.
    changes_at: datetime | None

    @property
    def a_month(self) -> str:
        """Return how long it takes in a month, in words."""
        return a_month_said(self.minutes_a_month) if self.minutes_a_month else ""

    @property
    def is_mine(self) -> bool:
        """Tell whether a part of it could go from its reader to the other."""
        return MINE in self.lies.values() and not self.is_discussed

    @property
    def is_theirs(self) -> bool:
        """Tell whether a part of it could go from the other to its reader."""
        return THEIRS in self.lies.values() and not self.is_discussed


@dataclass(frozen=True)
class UnnoticedAsSeen:
    """One thing that nobody notices yet; who wrote it is not said."""

    pk: uuid.UUID
    words: str
    # The agreement whose letter about it waits for an answer.
    letter: uuid.UUID | None


@dataclass(frozen=True)
class SideBySide:
    """All of it."""

    people: Sequence[User]
    rows: Sequence[ResponsibilityAsSeen]
    unnoticed: Sequence[UnnoticedAsSeen]

    @property
    def can_be_swapped(self) -> bool:
        """Tell whether anything could change hands."""
        return any(row.is_mine or row.is_theirs for row in self.rows)

    @property
    def changes_at(self) -> datetime | None:
        """Return when it reads otherwise by itself."""
        return earliest(*(row.changes_at for row in self.rows))


def side_by_side(seat: Membership, now: datetime) -> SideBySide:
    """Return what the two have agreed on. At most four queries for any number."""
    return SideBySide(seat.in_order, responsibilities_of(seat, now), unnoticed_of(seat, now))


def responsibilities_of(seat: Membership, now: datetime) -> list[ResponsibilityAsSeen]:
    """Return each, in the order in which they were begun. Two queries, one where nobody takes turns."""
    of_this_kind = Agreement.objects.of(seat).now_in_force(now).filter(kind=Responsibility.name)
    found = list(of_this_kind.with_words().order_by("created_at", "pk"))
    accepted = accepted_of([row for row in found if row.in_force and _takes_turns(row.in_force.terms)])
    return [_seen(row, row.in_force, seat, accepted.get(row.pk, ()), now) for row in found if row.in_force]


def one_responsibility(seat: Membership, agreement_id: uuid.UUID, now: datetime) -> ResponsibilityAsSeen | None:
    """Return one that is in force; None for any other."""
    return next((row for row in responsibilities_of(seat, now) if row.agreement == agreement_id), None)


def _takes_turns(terms: Terms) -> bool:
    return TURNS in {terms.settings[part] for part in PARTS}


def _seen(
    agreement: Agreement, words: Version, seat: Membership, accepted: Iterable[Accepted], now: datetime
) -> ResponsibilityAsSeen:
    terms, is_mine = words.terms, agreement.is_begun_by(seat)
    lies = _lies(terms, is_mine)
    turn = _turn_of(words, accepted, seat, is_mine, now)
    return ResponsibilityAsSeen(
        agreement=agreement.pk,
        called=own_words(Responsibility().called(terms)),
        lies=lies,
        shares=[Share(each, share_said(lies, MINE if each.pk == seat.user_id else THEIRS)) for each in seat.in_order],
        minutes_a_month=_minutes_a_month(terms),
        turn_of=turn,
        turn_said=_turn_said(terms, turn) if turn else "",
        is_turn_mine=turn.pk == seat.user_id if turn else None,
        is_discussed=agreement.proposal_id is not None,
        changes_at=earliest(agreement.ends_at, _next_turn_at(words, now) if turn else None),
    )


def _lies(terms: Terms, is_mine: bool) -> Mapping[str, str]:
    names = {AUTHOR: MINE if is_mine else THEIRS, OTHER: THEIRS if is_mine else MINE}
    return {part: names.get(terms.settings[part], terms.settings[part]) for part in PARTS}


def share_said(lies: Mapping[str, str], whose: str) -> Sequence[str]:
    """Return in words what one of the two has: alone, in turn and together."""
    ways = ((whose, "%(parts)s"), (TURNS, _("in turn: %(parts)s")), (BOTH, _("together: %(parts)s")))
    said_of = [(text, _parts_said([part for part in PARTS if lies[part] == way])) for way, text in ways]
    return [capitalised(text % {"parts": parts}) for text, parts in said_of if parts]


def _parts_said(parts: Sequence[str]) -> str:
    does = {"notice": _("notices it"), "plan": _("plans it"), "do": _("does it")}
    return formats.all_of([does[part] for part in parts]) if parts else ""


def _turn_of(
    words: Version, accepted: Iterable[Accepted], seat: Membership, is_mine: bool, now: datetime
) -> User | None:
    since = turns_since(accepted)
    if since is None:
        return None
    turn = words.settings.get("turn") or WEEK
    is_authors = is_authors_turn(turn, local(since, words.zone).date(), local(now, words.zone).date())
    return seat.user if is_authors == is_mine else seat.partner


def _next_turn_at(words: Version, now: datetime) -> datetime:
    day = next_turn(words.settings.get("turn") or WEEK, local(now, words.zone).date())
    return moment(day, time(), words.zone)


def _turn_said(terms: Terms, turn: User) -> str:
    sentence = _("This month: %(name)s") if terms.settings.get("turn") == MONTH else _("This week: %(name)s")
    return said(sentence, name=own_words(turn.name))


def _minutes_a_month(terms: Terms) -> int | None:
    times, minutes = terms.settings.get("times"), terms.settings.get("minutes")
    return round(times * minutes * A_MONTH[terms.settings.get("per") or WEEK]) if times and minutes else None


def a_month_said(minutes: int) -> str:
    """Return roughly how long something takes in a month: by the hour, or by five minutes where it is less than one."""
    hours, fives = int(minutes / AN_HOUR + 0.5), max(1, int(minutes / STEP + 0.5)) * STEP
    if fives >= AN_HOUR:
        return ngettext("about %(n)s hour a month", "about %(n)s hours a month", hours) % {"n": hours}
    return ngettext("about %(n)s minute a month", "about %(n)s minutes a month", fives) % {"n": fives}


def unnoticed_of(seat: Membership, now: datetime) -> list[UnnoticedAsSeen]:
    """Return what nobody notices yet. Two queries, one where no letter was begun."""
    lines = list(Unnoticed.objects.of(seat))
    letters = letters_about(lines, now)
    return [UnnoticedAsSeen(line.pk, line.words, letters.get(line.pk)) for line in lines]


def one_unnoticed(seat: Membership, line_id: uuid.UUID, now: datetime) -> UnnoticedAsSeen:
    """Return one of them. Raises Unnoticed.DoesNotExist."""
    found = next((line for line in unnoticed_of(seat, now) if line.pk == line_id), None)
    if found is None:
        raise Unnoticed.DoesNotExist
    return found
