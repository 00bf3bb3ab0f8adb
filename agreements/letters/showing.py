"""What one person sees of an agreement: its letters, two versions side by side, and where it stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agreements.kinds.base import SAVED_FOR_A_TALK, AgreementKind, Beside, kind_named
from agreements.kinds.sentences import Coming
from agreements.kinds.terms import Terms
from agreements.letters.called import called, end_called, letter_called
from agreements.letters.models import Agreement, AgreementQuerySet, Consent, PrivateLine, Version
from agreements.letters.put_off import put_off_by
from agreements.letters.reading import Comparison, Letter, Signature, compare, letter_of, letter_saying
from agreements.letters.rounds import has_had_two_rounds
from agreements.letters.version_names import name_of_version
from basics.localtime import local
from couples.people.models import User
from couples.people.names import NameOfTheDay
from couples.seats.models import Membership


@dataclass(frozen=True)
class VersionAsSeen:
    """One version, mine or my partner's."""

    kind: AgreementKind
    id: str
    is_mine: bool
    writer: NameOfTheDay
    written_at: datetime
    terms: Terms
    # The last day on which it is tried.
    trial_until: date | None
    letter: Letter
    # What it is called as the letter that waits; empty once it is none.
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
    # When what is tried ends by itself.
    ends_at: datetime | None
    # The day on which both let it go on after they had looked at it again.
    kept_on: date | None
    # The last day on which it was tried, once that has ended without both keeping it.
    tried_until: date | None
    # Whether the letter that waits is the first about it, which is compared with nothing.
    is_first_letter: bool
    # Whether Today still has to tell its reader that it was agreed on, or has ended.
    is_news: bool
    # What it is called where it is over.
    called_over: str
    # Whether its reader has saved the letter that waits for a talk.
    is_put_off: bool

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
    def asks_me(self) -> bool:
        """Tell whether it waits for my answer now: I have not saved it for a talk."""
        return self.needs_my_answer and not self.is_put_off

    @property
    def can_be_tried_first(self) -> bool:
        """Tell whether the letter that waits for me names no day until which it is tried."""
        return self.needs_my_answer and self.proposal is not None and self.proposal.trial_until is None

    @property
    def new_submission(self) -> uuid.UUID:
        """Return an id for what a form of it sends."""
        return uuid.uuid4()

    @property
    def can_be_asked_for(self) -> bool:
        """Tell whether its reader may ask in the moment for what it promises."""
        return self._may_be_asked(self.is_begun_by_me)

    @property
    def can_be_asked_of_me(self) -> bool:
        """Tell whether the other may."""
        return self._may_be_asked(not self.is_begun_by_me)

    def _may_be_asked(self, by_author: bool) -> bool:
        asked = self.kind.calls(self.in_force.terms) if self.in_force and self.state == "in_force" else None
        return asked is not None and asked.may_be_asked_by(by_author)

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
    def beside(self) -> Sequence[Beside]:
        """Return what rooms above show on its page, but what stands beside a letter that got no yes already."""
        if self.state != "in_force":
            return ()
        return [each for each in self.kind.beside if each.route != SAVED_FOR_A_TALK or not self.has_had_two_rounds]

    @property
    def comparison(self) -> Comparison | None:
        """Return old and new words side by side, where there are both."""
        return compare(self.before, self.proposal.letter) if self.before and self.proposal else None


def agreements_of(seat: Membership, now: datetime) -> list[AgreementAsSeen]:
    """Return all the couple ever set, the newest first. One query."""
    return _newest_first(Agreement.objects.of(seat), seat, now)


def todays_agreements_of(seat: Membership, now: datetime) -> list[AgreementAsSeen]:
    """Return what is agreed, waits for an answer or has ended unseen, the newest first. One query."""
    return _newest_first(Agreement.objects.on_today_of(seat, now), seat, now)


def _newest_first(rows: AgreementQuerySet, seat: Membership, now: datetime) -> list[AgreementAsSeen]:
    found = [row.as_of(now) for row in rows.with_words().order_by("-created_at", "pk")]
    put_off = put_off_by(seat, found)
    return [agreement_as_seen(row, seat, is_put_off=row.pk in put_off) for row in found]


def agreement_as_seen(agreement: Agreement, seat: Membership, is_put_off: bool = False) -> AgreementAsSeen:
    """Return an agreement, loaded with its words and as of now, as the holder of this seat sees it."""
    return AgreementAsSeen(**_seen(agreement, seat), is_put_off=is_put_off)


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


def letters_for(seat: Membership, now: datetime) -> list[WholeAgreement]:
    """Return what this person is to answer and has not saved for a talk, in the order in which it was sent."""
    waiting = whole_agreements(seat).alive(now).filter(proposal__isnull=False).exclude(proposal__author=seat.user_id)
    found = list(waiting.order_by("proposal__created_at", "pk"))
    put_off = put_off_by(seat, found)
    return [whole_agreement(row, seat, now) for row in found if row.pk not in put_off]


def whole_agreement(agreement: Agreement, seat: Membership, now: datetime) -> WholeAgreement:
    """Return one of `whole_agreements` as the holder of this seat sees it."""
    seen = _seen(agreement.as_of(now), seat)
    kind = kind_named(agreement.kind)
    only_reads = agreement.in_force_id is None and not agreement.is_begun_by(seat)
    if seen["in_force"]:
        seen["in_force"] = _signed(seen["in_force"], agreement)
    return WholeAgreement(
        **seen,
        # Its own page asks either way.
        is_put_off=False,
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
        "ends_at": None if agreement.ended_at else agreement.ends_at,
        "kept_on": _kept_on(agreement.in_force),
        "tried_until": agreement.tried_until if agreement.ended_at else None,
        "called_over": end_called(agreement) if agreement.ended_at else "",
        "is_first_letter": agreement.proposal is not None and agreement.proposal.number == 1,
        "is_news": agreement.news_for_id == seat.user_id,
    }


def _kept_on(version: Version | None) -> date | None:
    return local(version.created_at, version.zone).date() if version and version.renews_id else None


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
        trial_until=version.trial_until,
        letter=letter_of(agreement, version, seat.tint_of(agreement.author_id)),
        # What is agreed is called by its words alone, in lists of many too.
        called=letter_called(agreement, version, is_mine) if version.pk == agreement.proposal_id else "",
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
