"""Swapping who does what: two ordinary letters, sent together and each answered by itself.

What is in force stays as it is until its own letter is answered, whatever becomes of the other one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.kinds.base import kind_named
from agreements.kinds.responsibility import AUTHOR, OTHER, PARTS, Responsibility
from agreements.kinds.talks import day_to_try_until
from agreements.kinds.terms import SWAPPED_FOR, TRIAL_UNTIL, Terms
from agreements.letters.consent import amend
from agreements.letters.models import Agreement, Version
from agreements.letters.versions import Changed, Sent
from basics.localtime import local
from basics.refusals import Refusal
from couples.seats.leaving import acting_together
from couples.seats.models import Membership


class LetterWaits(Refusal):
    """One of the two is under discussion already."""

    name = "one-already"
    message = _("A letter about one of these waits for an answer. That one comes first.")


class NothingChosen(Refusal):
    """Nothing would change hands, or one thing both ways."""

    name = "invalid"
    message = _("Choose one of yours, one of theirs, or one of each.")


@dataclass(frozen=True)
class Handed:
    """One agreement, and whose part of it goes to the other."""

    agreement: Agreement
    words: Version
    is_mine: bool

    @property
    def called(self) -> str:
        """Return what the two call it."""
        return Responsibility().called(self.words.terms)


def swap(
    seat: Membership,
    mine: uuid.UUID | None,
    theirs: uuid.UUID | None,
    submission: uuid.UUID,
    now: datetime,
    body: str = "",
) -> list[Version]:
    """Suggest that the other takes over what is mine, that I take over what is theirs, or both: a letter for each.

    Both letters or none. A repeated submission returns the letters it made. Raises NothingChosen, LetterWaits, Changed
    where one of the agreements stands no more or not with whom the page said, TooManyLetters, SentDifferently,
    NotConnected.
    """
    with acting_together(seat):
        if Sent(submission, body).made(seat):
            return _made(seat, submission)
        handed = list(_handed(seat, mine, theirs, now))
        if not handed or mine == theirs:
            raise NothingChosen
        return [_send(seat, each, _others(each, handed), submission, now, body) for each in handed]


def _made(seat: Membership, submission: uuid.UUID) -> list[Version]:
    sent = (submission, _second(submission))
    return list(Version.objects.filter(author=seat.user, submission__in=sent).order_by("pk"))


def _second(submission: uuid.UUID) -> uuid.UUID:
    """Return the id of the other letter of a swap."""
    return uuid.uuid5(submission, "theirs")


def _handed(seat: Membership, mine: uuid.UUID | None, theirs: uuid.UUID | None, now: datetime) -> Iterator[Handed]:
    in_force = Agreement.objects.of(seat).now_in_force(now).filter(kind=Responsibility.name).with_words()
    found = {each.pk: each for each in in_force.filter(pk__in=[key for key in (mine, theirs) if key])}
    for key, is_mine in ((mine, True), (theirs, False)):
        if key is None:
            continue
        agreement = found.get(key)
        if agreement is None or agreement.in_force is None:
            raise Changed
        if agreement.proposal_id:
            raise LetterWaits
        yield Handed(agreement, agreement.in_force, is_mine)


def _others(one: Handed, handed: Sequence[Handed]) -> str:
    """Return what the other of the two letters is about."""
    return next((each.called for each in handed if each is not one), "")


def _send(seat: Membership, one: Handed, other: str, submission: uuid.UUID, now: datetime, body: str) -> Version:
    terms = _changed(seat, one, other, now)
    # With `mine` alone or `theirs` alone it is the first one; of a swap the second has an id of its own.
    key = _second(submission) if other and not one.is_mine else submission
    return amend(one.agreement, seat, terms, one.words.number, key, now, body)


def _changed(seat: Membership, one: Handed, other: str, now: datetime) -> Terms:
    is_authors = one.is_mine == one.agreement.is_begun_by(seat)
    giver, taker = (AUTHOR, OTHER) if is_authors else (OTHER, AUTHOR)
    said = one.words.terms.settings
    parts = {part: taker for part in PARTS if said[part] == giver}
    if not parts:
        raise Changed
    zone = seat.user.time_zone
    weeks = kind_named(Responsibility.name).trial_weeks
    until = day_to_try_until(seat.couple_id, weeks, zone, local(now, zone).date(), now)
    return Terms({SWAPPED_FOR: other} if other else {}, {**parts, TRIAL_UNTIL: until.isoformat()})
