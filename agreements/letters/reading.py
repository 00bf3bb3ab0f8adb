"""A letter as it is read, and two of them side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.sentences import Coming, Piece, Sentence, paragraphs
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.models import Agreement, Version
from couples.people.names import NameOfTheDay
from couples.seats.models import Tint


@dataclass(frozen=True)
class Signature:
    """A line for one of the two to sign on; without a day nobody has."""

    person: NameOfTheDay
    signed_at: datetime | None


@dataclass(frozen=True)
class Letter:
    """One version, ready to be read. `author_name` began the agreement, `partner_name` is the other."""

    kind: AgreementKind
    terms: Terms
    author_name: str
    partner_name: str
    # The sentences that its reader is not shown.
    without: Collection[str] = ()
    # None while it is no letter yet.
    written_at: datetime | None = None
    # Who began the agreement first.
    signatures: Sequence[Signature] = ()

    @property
    def heading(self) -> str:
        """Return what it is: How we pause, What helps Mia."""
        return self.kind.heading(self.author_name)

    @property
    def title(self) -> str:
        """Return one line that tells it from others."""
        return self.kind.title(self.terms)

    @property
    def headline(self) -> str:
        """Return what a tile or a row says of it."""
        return self.kind.headline(self.terms)

    @property
    def detail(self) -> str:
        """Return what tells it from another of the same headline."""
        return self.kind.detail(self.terms)

    @cached_property  # a list of many shows their titles alone
    def sentences(self) -> Sequence[Sentence]:
        """Return what is read, in order."""
        said = self.kind.sentences(self.terms, self.author_name, self.partner_name)
        return [sentence for sentence in said if sentence.name not in self.without]

    @property
    def paragraphs(self) -> Sequence[Sequence[Piece]]:
        """Return the same as it is set."""
        return paragraphs(self.sentences)

    @cached_property
    def coming(self) -> Sequence[Coming]:
        """Return the first times that it puts ahead, for who reads it before it is agreed."""
        return self.kind.coming(self.terms)


@dataclass(frozen=True)
class Change:
    """One sentence in the old and in the new words; None where there is none."""

    old: Sentence | None
    new: Sentence | None

    @property
    def fields(self) -> Collection[str]:
        """Return the fields in it that differ."""
        old, new = (each.said if each else {} for each in (self.old, self.new))
        return {name for name in {**old, **new} if old.get(name) != new.get(name)}


@dataclass(frozen=True)
class Comparison:
    """Two letters side by side: what changes, and what stays."""

    changes: Sequence[Change]
    stays: Sequence[Sentence]

    @property
    def staying(self) -> Sequence[Sequence[Piece]]:
        """Return what stays, as it is set."""
        return paragraphs(self.stays)


def letter_of(agreement: Agreement, version: Version, author_tint: Tint | None = None) -> Letter:
    """Return a version as a letter, with the names of its day and who has signed; in colour, if that is known."""
    tints = {"author": author_tint, "other": author_tint and author_tint.other}
    signatures = [_signature(agreement, version, role, tint or "") for role, tint in tints.items()]
    letter = letter_saying(agreement, version, version.terms)
    return replace(letter, written_at=version.created_at, signatures=signatures)


def _signature(agreement: Agreement, version: Version, role: str, tint: str) -> Signature:
    """Writing is signing; the other's yes is what puts it in force."""
    is_writers = (role == "author") == (version.author_id == agreement.author_id)
    is_in_force = agreement.in_force_id == version.pk
    since = version.created_at if is_writers else agreement.in_force_since if is_in_force else None
    return Signature(NameOfTheDay(version.names_then[role], tint), since)


def letter_saying(agreement: Agreement, version: Version, terms: Terms) -> Letter:
    """Return other terms as a version would say them, to be read beside it; nobody has signed that."""
    without = (*kind_named(agreement.kind).ahead, TRIAL_UNTIL) if agreement.ended_at else ()
    return Letter(kind_named(agreement.kind), terms, version.names_then["author"], version.names_then["other"], without)


def compare(old: Letter, new: Letter) -> Comparison:
    """Return both letters sentence by sentence, in the new one's order, then what only the old one had."""
    before = {sentence.name: sentence for sentence in old.sentences}
    after = {sentence.name: sentence for sentence in new.sentences}
    names = [*after, *(name for name in before if name not in after)]
    both = [Change(before.get(name), after.get(name)) for name in names]
    stays = [each.new for each in both if each.new and not each.fields]
    return Comparison([each for each in both if each.fields], stays)
