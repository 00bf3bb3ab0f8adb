"""The card of the two: one sheet of what is agreed, the same facts for both, and the same in full."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agreements.letters.models import Agreement
from agreements.letters.reading import Letter
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from couples.seats.models import Membership

# How much stands on a card until its letters become smaller, twice: counted as on a typewriter.
ROOM = {"few": 340, "several": 640}
# Chinese characters are as wide as two letters.
_WIDE = {"W", "F"}


@dataclass(frozen=True)
class CardSignature:
    """One of the two, as they are called today."""

    name: str
    tint: str
    is_mine: bool


@dataclass(frozen=True)
class CardSentence:
    """What an agreement says on the card."""

    agreement: uuid.UUID
    text: str


@dataclass(frozen=True)
class OurCard:
    """What the two have agreed, in a sentence each. Nothing of it is one's alone, so nothing private can be on it."""

    # In the order of their seats, which is the same for both.
    signatures: Sequence[CardSignature]
    sentences: Sequence[CardSentence]
    # When the youngest of these words came into force: a printed card can be told from a newer one.
    since: datetime | None

    @property
    def fill(self) -> str:
        """Return how full it is: few, several or many."""
        width = sum(_width(sentence.text) for sentence in self.sentences)
        return next((name for name, room in ROOM.items() if width <= room), "many")


@dataclass(frozen=True)
class InFull:
    """One agreement as the sheet of all of them has it."""

    heading: str
    letter: Letter


def card_of(seat: Membership, now: datetime) -> OurCard:
    """Return the card as it stands. One query."""
    return card_from(_in_force(seat, now), seat)


def card_from(agreements: Iterable[AgreementAsSeen], seat: Membership) -> OurCard:
    """Return the card of what was found before; what is not in force has no place on it."""
    said = [(row, sentence) for row in _in_order(agreements) if (sentence := _sentence(row, seat))]
    return OurCard(
        signatures=_signatures(seat),
        sentences=[CardSentence(row.pk, sentence) for row, sentence in said],
        since=max((row.in_force_since for row, _sentence in said if row.in_force_since), default=None),
    )


def in_full(seat: Membership, now: datetime) -> Sequence[InFull]:
    """Return every agreement in force with all its words, in the order of the card. One query."""
    return [
        InFull(row.heading, replace(row.in_force.letter, without=row.kind.ahead))
        for row in _in_order(_in_force(seat, now))
        if row.in_force
    ]


def _in_force(seat: Membership, now: datetime) -> list[AgreementAsSeen]:
    return [agreement_as_seen(row, seat) for row in Agreement.objects.of(seat).now_in_force(now).with_words()]


def _in_order(agreements: Iterable[AgreementAsSeen]) -> list[AgreementAsSeen]:
    return sorted(
        (row for row in agreements if row.state == "in_force"), key=lambda row: (row.kind.order, row.begun_at, row.pk)
    )


def _sentence(agreement: AgreementAsSeen, seat: Membership) -> str:
    names = (seat.user.name, seat.partner.name)
    author, other = names if agreement.is_begun_by_me else names[::-1]
    return agreement.kind.on_card(agreement.in_force.terms, author, other) if agreement.in_force else ""


def _signatures(seat: Membership) -> Sequence[CardSignature]:
    return [CardSignature(each.name, seat.tint_of(each.pk), each.pk == seat.user_id) for each in seat.in_order]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in _WIDE else 1 for each in text)
