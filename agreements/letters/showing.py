"""What pages and API show of an agreement: its letter, and two versions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.drafts.models import Draft
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.passages import Passage
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class Letter:
    """One version, ready to be read."""

    kind: AgreementKind
    title: str
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Comparison:
    """One passage in the old and in the new words."""

    label: str
    old: str
    new: str
    is_words: bool

    @property
    def changed(self) -> bool:
        """Tell whether the words differ."""
        return self.old != self.new


def letter_of(agreement: Agreement, version: Version, membership: Membership) -> Letter:
    """Return a version as a letter, with both people's names in it."""
    return _letter(agreement.kind, version.terms, agreement.author, _other_than(agreement.author, membership))


def _other_than(author: User, membership: Membership) -> User:
    return membership.partner if author.pk == membership.user_id else membership.user


def draft_letter(draft: Draft, author: User, partner_name: str) -> Letter:
    """Return a draft as the letter it would become."""
    kind = kind_named(draft.kind)
    return Letter(kind, kind.title(draft.terms), kind.passages(draft.terms, author.name, partner_name))


def letter_of_terms(agreement: Agreement, terms: Terms, membership: Membership) -> Letter:
    """Return terms that nobody has sent yet as a letter."""
    return _letter(agreement.kind, terms, agreement.author, _other_than(agreement.author, membership))


def _letter(kind_name: str, terms: Terms, author: User, partner: User) -> Letter:
    kind = kind_named(kind_name)
    return Letter(kind, kind.title(terms), kind.passages(terms, author.name, partner.name))


def compare(old: Letter, new: Letter) -> list[Comparison]:
    """Return both letters passage by passage, in the new one's order, then what only the old one had."""
    before = {passage.name: passage for passage in old.passages}
    after = {passage.name: passage for passage in new.passages}
    names = [*after, *(name for name in before if name not in after)]
    return [_compared(before.get(name), after.get(name)) for name in names]


def _compared(old: Passage | None, new: Passage | None) -> Comparison:
    either = new or old
    if either is None:
        raise ValueError("A comparison needs a passage on one side.")
    return Comparison(either.label, old.text if old else "", new.text if new else "", either.is_words)
