"""Does it still fit? Once a quarter all that holds on is looked at together; what nobody touches stays.

For both alike, and computed from days alone: no row says who looked. On a talk's table, where the two have a rhythm;
else on the page of agreements, in the first two weeks of a quarter. What one of the two showed the other of it stands
beside it; that belongs to rooms above this one, which register how to find it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from agreements.letters.showing import AgreementAsSeen
from couples.people.models import User
from couples.seats.models import Membership

SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Told:
    """What one of the two showed the other of an agreement, in the reader's language."""

    giver: User
    about: str
    words: str


@dataclass(frozen=True)
class Fit:
    """An agreement that is asked about, with what the two have shown each other of it."""

    agreement: AgreementAsSeen
    told: Sequence[Told] = ()


# Returns by agreement what the two show each other, the same for both; in one query for any number.
Teller = Callable[[Membership, Sequence[AgreementAsSeen]], Mapping[uuid.UUID, Sequence[Told]]]
_tellers: list[Teller] = []


def register_told(tell: Teller) -> None:
    """Add a way in which the two tell each other how it went. Called once in an `AppConfig.ready()`."""
    _tellers.append(tell)


def with_what_was_told(seat: Membership, agreements: Sequence[AgreementAsSeen]) -> Sequence[Fit]:
    """Put what was shown beside what is asked about. No query where nothing is."""
    found = [tell(seat, agreements) for tell in _tellers] if agreements else []
    return [Fit(row, [told for by_row in found for told in by_row.get(row.pk, ())]) for row in agreements]


def asked_on_their_page(agreements: Sequence[AgreementAsSeen], today: date) -> Sequence[AgreementAsSeen]:
    """Return what the page of agreements asks about; nothing between quarters, nor where talks ask."""
    is_asked = today - quarter_of(today) < SHOWN_FOR and not have_talks(agreements)
    return held_since_before(agreements, quarter_of(today)) if is_asked else []


def asked_at_a_talk(agreements: Sequence[AgreementAsSeen], day: date) -> Sequence[AgreementAsSeen]:
    """Return what the one talk of a quarter that asks, on that day, asks about."""
    return held_since_before(agreements, quarter_of(day)) if have_talks(agreements) else []


def have_talks(agreements: Sequence[AgreementAsSeen]) -> bool:
    """Tell whether the two have agreed on times at which they talk."""
    return any(row.state == "in_force" and row.kind.brings_talks for row in agreements)


def held_since_before(agreements: Sequence[AgreementAsSeen], day: date) -> Sequence[AgreementAsSeen]:
    """Return what has held on since before that day; what is tried is looked at by itself."""
    return [row for row in agreements if row.state == "in_force" and row.ends_at is None and _since(row) < day]


def quarter_of(day: date) -> date:
    """Return the first day of the quarter in which a day is."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def _since(agreement: AgreementAsSeen) -> date:
    """Return the day in no zone of either: both are asked about the same."""
    return (agreement.in_force_since or agreement.begun_at).astimezone(UTC).date()
