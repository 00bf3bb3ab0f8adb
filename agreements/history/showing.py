"""How an agreement came to be: the words that both accepted, and nothing else. The two read the same.

So nothing here asks who reads: days are those of the words' own clock, names those of the day, and what depends on the
reader's clock is left out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Prefetch

from agreements.kinds.base import kind_named
from agreements.letters.called import called_in_force
from agreements.letters.models import Agreement, Consent, Version
from agreements.letters.reading import Comparison, Letter, compare, letter_saying
from agreements.letters.showing import VersionAsSeen, version_as_seen
from agreements.letters.version_names import name_of_version
from basics.localtime import local
from couples.seats.models import Membership


@dataclass(frozen=True)
class Entry:
    """One version that both accepted."""

    on: date
    version: str
    suggested_by: str
    accepted_by: str
    # Until when it was to be tried; None where it held on.
    until: date | None
    # Whether both let the same words go on, after they had looked at them again.
    is_kept: bool
    # The words in full, where they are the first; else what they changed of those before.
    letter: Letter | None
    changes: Comparison | None


@dataclass(frozen=True)
class History:
    """An agreement as a story, the newest first."""

    agreement: uuid.UUID
    called: str
    entries: Sequence[Entry]
    # The last day of it, once it is over; and whether it was only tried.
    ended_on: date | None
    tried_until: date | None
    # What it was begun again from.
    began_from: uuid.UUID | None
    began_from_called: str


def history_of(agreement: Agreement) -> History:
    """Return it; loaded with its words, and as of now. Three queries for any number of versions."""
    former, words = agreement.began_from, agreement.in_force
    zone = words.zone if words else "UTC"
    return History(
        agreement=agreement.pk,
        called=called_in_force(agreement),
        entries=story_of(agreement, _accepted(agreement)),
        ended_on=local(agreement.ended_at, zone).date() if agreement.ended_at and words else None,
        tried_until=agreement.tried_until,
        began_from=former.pk if former else None,
        began_from_called=called_in_force(former) if former else "",
    )


def _accepted(agreement: Agreement) -> list[tuple[Version, Sequence[Consent]]]:
    """Return the versions to which both said yes, the oldest first, with their consents."""
    given = Prefetch("consents", Consent.objects.order_by("given_at", "pk"))
    both = agreement.versions.annotate(said_yes=Count("consents")).filter(said_yes=2)
    return [(version, list(version.consents.all())) for version in both.order_by("number").prefetch_related(given)]


def story_of(agreement: Agreement, accepted: Iterable[tuple[Version, Sequence[Consent]]]) -> Sequence[Entry]:
    """Return an entry for each, the newest first. No query."""
    entries: list[Entry] = []
    before: Version | None = None
    for version, consents in accepted:
        entries.append(_entry(agreement, version, consents, before))
        before = version
    return entries[::-1]


def _entry(agreement: Agreement, version: Version, consents: Sequence[Consent], before: Version | None) -> Entry:
    new = letter_for_both(agreement, version, version)
    names = {consent.user_id == version.author_id: consent.name for consent in consents}
    return Entry(
        on=local(max(consent.given_at for consent in consents), version.zone).date(),
        version=name_of_version(agreement.pk, version.number),
        suggested_by=names.get(True) or agreement.writer_of(version).name,
        accepted_by=names.get(False) or agreement.reader_of(version).name,
        until=version.trial_until,
        is_kept=version.renews_id is not None,
        letter=None if before else new,
        changes=compare(letter_for_both(agreement, version, before), new) if before else None,
    )


def letter_for_both(agreement: Agreement, names: Version, says: Version) -> Letter:
    """Return what a version says, by the names of another one's day, without what goes by the reader's own clock."""
    letter = letter_saying(agreement, names, says.terms)
    return Letter(
        letter.kind, letter.terms, letter.author_name, letter.partner_name, without=kind_named(agreement.kind).ahead
    )


def once_suggested(agreement: Agreement, seat: Membership) -> Sequence[Letter]:
    """Return what this person wrote and both did not accept, the newest first: theirs alone to read."""
    mine = agreement.versions.filter(author=seat.user_id).annotate(said_yes=Count("consents")).filter(said_yes__lt=2)
    own = mine.exclude(pk=agreement.proposal_id) if agreement.proposal_id else mine
    return [letter_saying(agreement, version, version.terms) for version in own.order_by("-number")]


@dataclass(frozen=True)
class OwnLetter:
    """What somebody sent that is not among the agreed words, without what the other worded in it."""

    version: VersionAsSeen
    # Whether the letter is all theirs: other words to the other's letter repeat what the other worded.
    is_whole: bool


def own_letter(version: Version, seat: Membership) -> OwnLetter:
    """Return a version of this person's as it stays theirs once the two have left each other."""
    agreement = version.agreement
    seen, is_whole = version_as_seen(agreement, version, seat), agreement.is_begun_by(seat)
    hidden = () if is_whole else seen.kind.authors_alone(seen.terms)
    own_part = replace(seen.letter, without=(*seen.letter.without, *hidden))
    return OwnLetter(replace(seen, letter=own_part), is_whole)
