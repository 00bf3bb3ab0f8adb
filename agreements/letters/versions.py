"""Versions as they come to be: written by one of the two, and put in force by both."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from agreements.kinds.base import kind_named
from agreements.kinds.talks import with_talk
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.models import Agreement, Consent, Version
from agreements.letters.reminders import put_letters_away, tell_answer, tell_letter
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership
from couples.seats.naming import names_now

# Called inside the transaction once other words came into force, or what was in force has ended; with the letter that
# was open while a trial ran out.
Hook = Callable[[Agreement, Version | None, datetime], None]
# What both accepted: its settings, and when the second yes came.
Accepted = tuple[Mapping[str, Any], datetime]
_hooks: list[Hook] = []


def register_on_standing(hook: Hook) -> None:
    """Have a subject above follow what stands. Called once in an `AppConfig.ready()`."""
    if hook not in _hooks:
        _hooks.append(hook)


def follow_standing(agreement: Agreement, now: datetime, letter: Version | None = None) -> None:
    """Let all that hangs on what stands follow it."""
    for hook in _hooks:
        hook(agreement, letter, now)


class Changed(Refusal):
    """The words are not the ones this person has read."""

    name = "changed"
    message = _("This has changed since you opened it. Please read it once more; nothing you typed is lost.")


class OneAlready(Refusal):
    """A couple has one of this kind, and one is in force."""

    name = "one-already"
    message = _("You two have agreed on one of these already. Open it and suggest a change instead.")


class Sent(NamedTuple):
    """Which submission it was, and the hash of what it said."""

    submission: uuid.UUID
    body: str

    def made(self, seat: Membership) -> Version | None:
        """Return the version that it has made already. Raises SentDifferently, and Changed in another couple."""
        own = Version.objects.filter(author=seat.user).select_related("agreement")
        made = made_before(own, self.submission, self.body)
        if made and made.couple_id != seat.couple_id:
            raise Changed
        return made


def add_version(agreement: Agreement, seat: Membership, terms: Terms, sent: Sent, now: datetime) -> Version:
    """Add one's own words, with one's yes to them, as the letter that waits."""
    called, zone = names_now(seat), terms.settings.get("zone") or seat.user.time_zone
    terms = with_talk(terms, agreement.couple_id, zone, now)
    version = Version.objects.create(
        couple_id=agreement.couple_id,
        agreement=agreement,
        number=_newest_number(agreement) + 1,
        author=seat.user,
        submission=sent.submission,
        body_hash=sent.body,
        words=terms.words,
        settings=terms.settings,
        names=_names_today(agreement, seat, called),
        zone=zone,
        created_at=now,
    )
    said_yes = {"user": seat.user, "name": called[0], "given_at": now}
    Consent.objects.create(couple_id=agreement.couple_id, version=version, **said_yes)
    put_letters_away(agreement, now)
    Agreement.objects.filter(pk=agreement.pk).update(proposal=version)
    agreement.proposal = version
    tell_letter(agreement, version, seat.partner, now)
    raise_revisions(seat.both)
    return version


def _newest_number(agreement: Agreement) -> int:
    return agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0


def _names_today(agreement: Agreement, seat: Membership, called: tuple[str, str]) -> dict[str, str]:
    mine, theirs = called
    is_mine = agreement.is_begun_by(seat)
    return {"author": mine if is_mine else theirs, "other": theirs if is_mine else mine}


def put_in_force(agreement: Agreement, version: Version, now: datetime) -> None:
    """Let these words hold from now on, or until the end of the day until which they are tried. Raises OneAlready."""
    put_letters_away(agreement, now)
    try:
        _let_stand(agreement, version, version.author_id, now)
    except IntegrityError:
        # The constraint `one_cool_down_in_force`: another one came into force first.
        raise OneAlready from None
    tell_answer(agreement, version, now)


def renew(
    agreement: Agreement, read: Version, until: date | None, seat: Membership, submission: uuid.UUID, now: datetime
) -> Version:
    """Let the same words go on, as both want it: without an end, or tried until another day.

    They stay the words of who suggested them; both said yes today, and nobody reads who was first.
    """
    called, day = names_now(seat), until.isoformat() if until else None
    terms = Terms(read.words, {**read.settings, TRIAL_UNTIL: day})
    version = Version.objects.create(
        couple_id=agreement.couple_id,
        agreement=agreement,
        number=_newest_number(agreement) + 1,
        author_id=read.author_id,
        submission=submission,
        words=terms.words,
        settings=with_talk(terms, agreement.couple_id, read.zone, now).settings,
        names=_names_today(agreement, seat, called),
        zone=read.zone,
        renews=read,
        created_at=now,
    )
    both = zip(seat.both, called, strict=True)
    given = {"couple_id": agreement.couple_id, "version": version, "given_at": now}
    Consent.objects.bulk_create(Consent(user_id=person, name=name, **given) for person, name in both)
    _let_stand(agreement, version, seat.partner.pk, now)
    return version


def _let_stand(agreement: Agreement, version: Version, news_for: int, now: datetime) -> None:
    since = {"in_force": version, "in_force_since": now, "news_for": news_for}
    Agreement.objects.filter(pk=agreement.pk).update(proposal=None, **since, **_tried(agreement, version, now))
    agreement.refresh_from_db()
    kind_named(agreement.kind).on_in_force(agreement, version, now)
    follow_standing(agreement, now)


def _tried(agreement: Agreement, version: Version, now: datetime) -> dict[str, datetime | None]:
    """Return since when and until when it is tried; what was tried before goes on being tried."""
    ends_at = version.trial_ends_at
    return {"ends_at": ends_at, "tried_since": (agreement.tried_since or now) if ends_at else None}


def accepted_of(agreements: Collection[Agreement]) -> Mapping[uuid.UUID, Sequence[Accepted]]:
    """Return what both accepted of each, the oldest first. No query without any."""
    by_agreement: defaultdict[uuid.UUID, list[Accepted]] = defaultdict(list)
    if agreements:
        given = Version.objects.filter(agreement__in=agreements).annotate(
            said_yes=Count("consents"), agreed_at=Max("consents__given_at")
        )
        rows = given.filter(said_yes=2).order_by("number").values_list("agreement_id", "settings", "agreed_at")
        for key, settings, agreed_at in rows:
            by_agreement[key].append((settings, agreed_at))
    return by_agreement
