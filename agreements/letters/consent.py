"""The consent engine: one rule for every kind.

Proposing is consenting. A version is in force once both accepted it. Every verb first raises the
agreement's `revision` under the conditions it was read with: that takes the row's lock on both databases,
and finding no row means that something changed meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.terms import Terms
from agreements.letters.ending import close_what_is_over
from agreements.letters.ending import end as end
from agreements.letters.models import Agreement, AgreementQuerySet, Consent, Version
from agreements.letters.reminders import AGREEMENT, put_letters_away, tell_answer
from agreements.letters.tries import count_refused_try
from agreements.letters.versions import Changed as Changed
from agreements.letters.versions import OneAlready as OneAlready
from agreements.letters.versions import Sent, add_version, put_in_force
from basics.limits import Limit
from basics.refusals import Refusal
from basics.transactions import acting, reading
from couples.begun.verbs import forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Membership
from couples.seats.naming import names_now

# More than two people write to each other, and few enough that nobody is flooded with notices.
LETTERS = Limit(30, timedelta(hours=24))


class TooManyLetters(Refusal):
    """So many letters in a day are no letters any more."""

    name = "too-many-requests"
    message = _("You have sent many letters today. Let these be read first; what you wrote stays with you.")


class TrialOver(Refusal):
    """The day until which it was to be tried is over before anybody could."""

    name = "trial-over"
    message = _("The day until which you two would try this is over. Suggest a change with a later one.")


class Unchanged(Refusal):
    """The other words are the words as they stand."""

    name = "unchanged"
    message = _("These are the words as they stand. Change something, or leave it as it is.")


class NotYours(Refusal):
    """The fields belong to the one who began the agreement; their kind says so."""

    name = "not-yours"


def propose(
    seat: Membership, kind: AgreementKind, terms: Terms, submission: uuid.UUID, now: datetime, body: str = ""
) -> Agreement:
    """Send the first version to the partner; sending is consenting.

    A repeated submission returns the agreement it made; `body` is the hash of what was sent. Raises OneAlready,
    NotConnected, TooManyLetters, SentDifferently.
    """
    sent = Sent(submission, body)
    with acting(seat.user_id):
        if repeated := sent.made(seat):
            return repeated.agreement
        close_what_is_over(seat.couple_id, now)
        _refuse_second(seat, kind, now)
        try:
            return _first_version(seat, kind, terms, sent, now)
        except IntegrityError:
            # Two taps at once: the other one made it.
            if repeated := sent.made(seat):
                return repeated.agreement
            raise


def _first_version(seat: Membership, kind: AgreementKind, terms: Terms, sent: Sent, now: datetime) -> Agreement:
    with transaction.atomic():
        if not keep_connected(seat):
            raise NotConnected(
                _("You two do not use Steady together any more. What you wrote stays with you, as a draft.")
            )
        _refuse_flood(seat, now)
        agreement = Agreement.objects.create(couple_id=seat.couple_id, kind=kind.name, author=seat.user, created_at=now)
        add_version(agreement, seat, terms, sent, now)
    return agreement


def _refuse_second(seat: Membership, kind: AgreementKind, now: datetime) -> None:
    if kind.is_single and Agreement.objects.of(seat).now_in_force(now).filter(kind=kind.name).exists():
        raise OneAlready


def _refuse_flood(seat: Membership, now: datetime) -> None:
    mine = Version.objects.filter(author=seat.user)
    LETTERS.refuse_beyond(mine, "created_at", now, seat.user_id, TooManyLetters)


def amend(
    agreement: Agreement,
    seat: Membership,
    terms: Terms,
    based_on: int,
    submission: uuid.UUID,
    now: datetime,
    body: str = "",
) -> Version:
    """Suggest other words; what is in force stays in force until both accept the new words.

    `based_on` is the number of the version this person read. A repeated submission returns its version; `body` is the
    hash of what was sent. Raises Changed when there is a newer one or the agreement has ended, NotYours when the terms
    touch what only the one who began it words, Unchanged when they change nothing, TooManyLetters, TriedEnough,
    SentDifferently.
    """
    sent = Sent(submission, body)
    with _counting_refused_tries(seat, now), acting(seat.user_id):
        if repeated := sent.made(seat):
            return repeated
        read = version_read(agreement, based_on)
        # The couple's row first, as a leave takes it: the other way round the two could wait for each other.
        keep_connected(seat)
        try:
            _begin(agreement, read, now)
        except Changed:
            # What changed it may be the first tap of the same submission, a moment ago.
            if repeated := sent.made(seat):
                return repeated
            raise
        amended = amended_terms(agreement, seat, read, terms)
        _refuse_flood(seat, now)
        _forget_begun(agreement, seat)
        return add_version(agreement, seat, amended, sent, now)


def keep_other_words(
    agreement: Agreement, seat: Membership, typed: Mapping[str, Any], based_on: int, now: datetime
) -> None:
    """Keep other words while they are written, for their writer alone; gone once they answered in any way.

    Raises Changed, also for what a page still sends of words that were sent a moment ago; and BegunTooMuch.
    """
    with acting(seat.user_id):
        _hold(agreement, version_read(agreement, based_on), now)
        keep_begun(seat.user, AGREEMENT.of(agreement.pk), typed, now)


def _forget_begun(agreement: Agreement, seat: Membership) -> None:
    forget_begun(seat.user_id, AGREEMENT.of(agreement.pk))


def look_over(agreement: Agreement, seat: Membership, terms: Terms, based_on: int, now: datetime) -> None:
    """Tell, before other words are sent, whether they can be. Raises what `amend` raises about them."""
    with _counting_refused_tries(seat, now), reading(seat.user_id):
        read = version_read(agreement, based_on)
        if not _while_newest(agreement, read, now).exists():
            raise Changed
        amended_terms(agreement, seat, read, terms)


@contextmanager
def _counting_refused_tries(seat: Membership, now: datetime) -> Iterator[None]:
    """Count what was refused because other words stand, outside the transaction that this undoes."""
    try:
        yield
    except Changed:
        count_refused_try(seat.user_id, now)
        raise


def amended_terms(agreement: Agreement, seat: Membership, read: Version, terms: Terms) -> Terms:
    """Return the words that were read with the new ones in their place. Raises NotYours, Unchanged.

    Only of words that still stand: "unchanged" about words that were taken back would tell what they were.
    """
    amended = read.terms.replaced(terms)
    _refuse_foreign_words(agreement, seat, read, amended)
    if amended.says_the_same_as(read.terms):
        raise Unchanged
    return amended


def version_read(agreement: Agreement, number: int) -> Version:
    """Return the version that was read. Raises Changed for a number that none has."""
    version = agreement.versions.filter(number=number).first()
    if version is None:
        raise Changed
    return version


def _refuse_foreign_words(agreement: Agreement, seat: Membership, read: Version, amended: Terms) -> None:
    if agreement.is_begun_by(seat):
        return
    kind, before, after = kind_named(agreement.kind), read.terms.values, amended.values
    if any(before.get(name) != after.get(name) for name in kind.authors_alone(amended)):
        raise NotYours(kind.not_yours)


def _begin(agreement: Agreement, read: Version, now: datetime) -> None:
    """Lock the agreement's row, and only while `read` is its newest version. Raises Changed."""
    if not _while_newest(agreement, read, now).update(revision=F("revision") + 1):
        raise Changed


def _hold(agreement: Agreement, read: Version, now: datetime) -> None:
    """Lock the same row and change nothing: what is kept while it is answered would stay behind. Raises Changed."""
    if not _while_newest(agreement, read, now).update(revision=F("revision")):
        raise Changed


def _while_newest(agreement: Agreement, read: Version, now: datetime) -> AgreementQuerySet:
    """Return the agreement's row while `read` is its newest version.

    The conditions stand on the row's own columns: PostgreSQL checks those again after waiting for the lock,
    but not a subquery's result.
    """
    is_newest = Q(proposal=read.pk) | Q(proposal__isnull=True, in_force=read.pk)
    return Agreement.objects.alive(now).filter(is_newest, pk=agreement.pk)


def accept(agreement: Agreement, seat: Membership, number: int, now: datetime) -> bool:
    """Accept one version; with both consents on it, it is in force from now on. Tell whether it is.

    Accepting what is in force already changes nothing, nor does accepting one's own letter. Raises Changed,
    OneAlready, TrialOver.
    """
    with acting(seat.user_id):
        version = version_read(agreement, number)
        if Agreement.objects.now_in_force(now).filter(pk=agreement.pk, in_force_id=version.pk).exists():
            return True
        keep_connected(seat)
        # What two people tried and did not keep has no place any more that these words would want.
        close_what_is_over(seat.couple_id, now)
        called, _theirs = names_now(seat)
        _begin_letter(agreement, version, now)
        _refuse_late(version, now)
        _forget_begun(agreement, seat)
        given = {"couple_id": agreement.couple_id, "name": called, "given_at": now}
        Consent.objects.get_or_create(version=version, user=seat.user, defaults=given)
        if version.consents.count() < 2:
            return False
        put_in_force(agreement, version, now)
        raise_revisions(seat.both)
        return True


def _refuse_late(version: Version, now: datetime) -> None:
    if version.trial_ends_at and version.trial_ends_at <= now:
        raise TrialOver


def _begin_letter(agreement: Agreement, version: Version, now: datetime) -> None:
    letter = Agreement.objects.alive(now).filter(pk=agreement.pk, proposal_id=version.pk)
    if not letter.update(revision=F("revision") + 1):
        raise Changed


def decline(agreement: Agreement, seat: Membership, number: int, now: datetime) -> None:
    """Answer "not this one": the letter is closed; what is in force stays. Raises Changed.

    To one's own letter that is the same as taking it back.
    """
    with acting(seat.user_id):
        version = version_read(agreement, number)
        _begin_letter(agreement, version, now)
        _forget_begun(agreement, seat)
        _close_letter(agreement, now)
        if version.is_for(seat):
            tell_answer(agreement, version, now)
        raise_revisions(seat.both)


def take_back(agreement: Agreement, seat: Membership, number: int, now: datetime) -> None:
    """Take back one's own letter before it is answered. Raises Changed."""
    with acting(seat.user_id):
        version = version_read(agreement, number)
        if version.is_for(seat):
            raise Changed
        _begin_letter(agreement, version, now)
        _forget_begun(agreement, seat)
        _close_letter(agreement, now)
        raise_revisions(seat.both)


def _close_letter(agreement: Agreement, now: datetime) -> None:
    put_letters_away(agreement, now)
    rows = Agreement.objects.filter(pk=agreement.pk)
    rows.update(proposal=None)
    # A letter that never was in force is set aside as a whole.
    rows.filter(in_force__isnull=True).update(ended_at=now)
