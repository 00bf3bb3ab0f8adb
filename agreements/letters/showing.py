"""What one person sees of an agreement: its letters, two versions side by side, and where it stands."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.sentences import Coming, Piece, Sentence, paragraphs
from agreements.kinds.terms import Terms
from agreements.letters.called import called, end_called, letter_called
from agreements.letters.models import Agreement, AgreementQuerySet, Consent, PrivateLine, Version
from agreements.letters.rounds import has_had_two_rounds
from agreements.letters.version_names import name_of_version
from couples.people.models import User
from couples.people.names import NameOfTheDay
from couples.seats.models import Membership, Tint


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
    return Signature(NameOfTheDay(version.names[role], tint), since)


def letter_saying(agreement: Agreement, version: Version, terms: Terms) -> Letter:
    """Return other terms as a version would say them, to be read beside it; nobody has signed that."""
    without = kind_named(agreement.kind).ahead if agreement.ended_at else ()
    return Letter(kind_named(agreement.kind), terms, version.names["author"], version.names["other"], without)


def compare(old: Letter, new: Letter) -> Comparison:
    """Return both letters sentence by sentence, in the new one's order, then what only the old one had."""
    before = {sentence.name: sentence for sentence in old.sentences}
    after = {sentence.name: sentence for sentence in new.sentences}
    names = [*after, *(name for name in before if name not in after)]
    both = [Change(before.get(name), after.get(name)) for name in names]
    stays = [each.new for each in both if each.new and not each.fields]
    return Comparison([each for each in both if each.fields], stays)


@dataclass(frozen=True)
class VersionAsSeen:
    """One version, mine or my partner's."""

    kind: AgreementKind
    id: str
    is_mine: bool
    writer: NameOfTheDay
    written_at: datetime
    terms: Terms
    letter: Letter
    # What it is called as a letter, whether or not it is one still.
    called: str


@dataclass(frozen=True)
class ConsentAsSeen:
    """One person's yes."""

    is_mine: bool
    name: str
    given_at: datetime


@dataclass(frozen=True)
class AgreementAsSeen:
    """An agreement as a list shows it."""

    pk: uuid.UUID
    kind: AgreementKind
    is_begun_by_me: bool
    begun_at: datetime
    in_force: VersionAsSeen | None
    in_force_since: datetime | None
    proposal: VersionAsSeen | None
    ended_at: datetime | None
    # Whether the letter that waits is the first about it, which is compared with nothing.
    is_first_letter: bool
    # Whether Today still has to tell its reader that it was agreed on, or has ended.
    is_news: bool
    # What it is called where it is over.
    called_over: str

    @property
    def called(self) -> str:
        """Return what pages call it, as it stands for this reader."""
        if self.ended_at:
            return self.called_over
        letter = self.proposal if self.proposal and (self.needs_my_answer or not self.in_force) else None
        return letter.called if letter else self.called_agreed

    @property
    def called_agreed(self) -> str:
        """Return what pages call the words in force."""
        return called(self.kind, self.in_force.terms) if self.in_force else ""

    @property
    def heading(self) -> str:
        """Return what it is, as either of the two reads it."""
        shown = self.in_force or self.proposal
        return shown.letter.heading if shown else _("A letter that was not agreed")

    @property
    def title(self) -> str:
        """Return one line that tells it from others; a letter that was set aside shows its kind alone."""
        shown = self.in_force or self.proposal
        return shown.letter.title if shown else str(self.kind.label)

    @property
    def state(self) -> str:
        """Return where it stands: proposed, in_force, ended or set_aside."""
        if self.ended_at:
            return "ended" if self.in_force else "set_aside"
        return "in_force" if self.in_force else "proposed"

    @property
    def comes_next(self) -> str:
        """Return what follows from what is agreed; nothing lies ahead of what has ended."""
        return self.kind.comes_next(self.in_force.terms) if self.in_force and not self.ended_at else ""

    @property
    def coming(self) -> Sequence[Coming]:
        """Return the first times that the letter which waits would put ahead."""
        return self.proposal.letter.coming if self.proposal else ()

    @property
    def needs_my_answer(self) -> bool:
        """Tell whether a letter of the partner's waits."""
        return self.proposal is not None and not self.proposal.is_mine

    @property
    def is_sent_by_me(self) -> bool:
        """Tell whether it is nothing yet but my own letter."""
        return self.proposal is not None and self.proposal.is_mine and self.in_force is None


@dataclass(frozen=True)
class WholeAgreement(AgreementAsSeen):
    """An agreement as its own page and the API show it."""

    partner: User
    consents: Sequence[ConsentAsSeen]
    # Empty where there is none, and on a first letter that one only reads, where none makes sense yet.
    coping_line: str
    takes_coping_line: bool
    # What the letter to read is compared with.
    before: Letter | None
    # Whether it got no yes in two rounds, so that either may save it for a talk.
    has_had_two_rounds: bool
    # The last words I wrote in a letter that was set aside: they stay readable for their writer.
    own_set_aside: Letter | None

    @property
    def comparison(self) -> Comparison | None:
        """Return old and new words side by side, where there are both."""
        return compare(self.before, self.proposal.letter) if self.before and self.proposal else None


def agreements_of(seat: Membership) -> list[AgreementAsSeen]:
    """Return all the couple ever set, the newest first. One query."""
    return _newest_first(Agreement.objects.of(seat), seat)


def todays_agreements_of(seat: Membership) -> list[AgreementAsSeen]:
    """Return what is agreed, waits for an answer or has ended unseen, the newest first. One query."""
    return _newest_first(Agreement.objects.on_today_of(seat), seat)


def _newest_first(rows: AgreementQuerySet, seat: Membership) -> list[AgreementAsSeen]:
    return [agreement_as_seen(row, seat) for row in rows.with_words().order_by("-created_at", "pk")]


def agreement_as_seen(agreement: Agreement, seat: Membership) -> AgreementAsSeen:
    """Return an agreement, loaded with its words, as the holder of this seat sees it."""
    return AgreementAsSeen(**_seen(agreement, seat))


def whole_agreements(seat: Membership) -> AgreementQuerySet:
    """Return the couple's agreements with all that `whole_agreement` reads, in queries that do not grow with them."""
    mine = PrivateLine.objects.filter(user=seat.user_id)
    given = Consent.objects.order_by("given_at", "pk")
    return (
        Agreement.objects.of(seat)
        .with_words()
        .prefetch_related(Prefetch("in_force__consents", given), Prefetch("private_lines", mine))
        .order_by("-created_at", "pk")
    )


def letters_for(seat: Membership) -> list[WholeAgreement]:
    """Return the letters that wait for this person's answer, the oldest first: in the order in which they were sent."""
    waiting = whole_agreements(seat).filter(proposal__isnull=False).exclude(proposal__author=seat.user_id)
    return [whole_agreement(row, seat) for row in waiting.order_by("proposal__created_at", "pk")]


def whole_agreement(agreement: Agreement, seat: Membership) -> WholeAgreement:
    """Return one of `whole_agreements` as the holder of this seat sees it."""
    seen = _seen(agreement, seat)
    kind = kind_named(agreement.kind)
    only_reads = agreement.in_force_id is None and not agreement.is_begun_by(seat)
    if seen["in_force"]:
        seen["in_force"] = _signed(seen["in_force"], agreement)
    return WholeAgreement(
        **seen,
        partner=seat.partner,
        consents=[_consent(row, seat) for row in agreement.in_force.consents.all()] if agreement.in_force else [],
        coping_line=next((line.words for line in agreement.private_lines.all() if line.user_id == seat.user_id), ""),
        takes_coping_line="coping_line" in kind.private_fields and not only_reads,
        before=_letter_before(agreement),
        has_had_two_rounds=has_had_two_rounds(agreement),
        own_set_aside=_own_set_aside(agreement, seat),
    )


def _seen(agreement: Agreement, seat: Membership) -> dict[str, Any]:
    return {
        "pk": agreement.pk,
        "kind": kind_named(agreement.kind),
        "is_begun_by_me": agreement.is_begun_by(seat),
        "begun_at": agreement.created_at,
        "in_force": version_as_seen(agreement, agreement.in_force, seat) if agreement.in_force else None,
        "in_force_since": agreement.in_force_since,
        "proposal": version_as_seen(agreement, agreement.proposal, seat) if agreement.proposal else None,
        "ended_at": agreement.ended_at,
        "called_over": end_called(agreement) if agreement.ended_at else "",
        "is_first_letter": agreement.proposal is not None and agreement.proposal.number == 1,
        "is_news": agreement.news_for_id == seat.user_id,
    }


def version_as_seen(agreement: Agreement, version: Version, seat: Membership) -> VersionAsSeen:
    """Return a version of this agreement as the holder of this seat sees it."""
    is_mine = not version.is_for(seat)
    return VersionAsSeen(
        kind=kind_named(agreement.kind),
        id=name_of_version(agreement.pk, version.number),
        is_mine=is_mine,
        writer=replace(agreement.writer_of(version), tint=seat.tint_of(version.author_id)),
        written_at=version.created_at,
        terms=version.terms,
        letter=letter_of(agreement, version, seat.tint_of(agreement.author_id)),
        called=letter_called(agreement, version, is_mine),
    )


def _signed(version: VersionAsSeen, agreement: Agreement) -> VersionAsSeen:
    """Return it with the names under which the two said yes; who wrote it may have called the other otherwise."""
    given = agreement.in_force.consents.all() if agreement.in_force else []
    said_yes = sorted(given, key=lambda consent: consent.user_id != agreement.author_id)
    signatures = [
        Signature(replace(signature.person, name=consent.name), consent.given_at)
        for signature, consent in zip(version.letter.signatures, said_yes, strict=False)
    ]
    return replace(version, letter=replace(version.letter, signatures=signatures))


def _consent(consent: Consent, seat: Membership) -> ConsentAsSeen:
    return ConsentAsSeen(consent.user_id == seat.user_id, consent.name, consent.given_at)


def _letter_before(agreement: Agreement) -> Letter | None:
    """Return the words in force, else the last letter of the other one, to which this one is the answer.

    Never a letter that its own writer replaced before anybody answered it: that would show what was taken back.
    """
    new = agreement.proposal
    if new is None:
        return None
    if agreement.in_force:
        return letter_saying(agreement, new, agreement.in_force.terms)
    of_the_other = agreement.versions.exclude(author=new.author_id).filter(number__lt=new.number)
    before = of_the_other.order_by("-number").first() if new.number > 1 else None
    return letter_saying(agreement, new, before.terms) if before else None


def _own_set_aside(agreement: Agreement, seat: Membership) -> Letter | None:
    if not agreement.was_set_aside:
        return None
    own = agreement.versions.filter(author=seat.user_id).order_by("-number").first()
    return letter_of(agreement, own) if own else None
