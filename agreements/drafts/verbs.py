"""Drafts: written alone, seen by nobody else, kept while it is written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.drafts.models import Draft, NotOffered
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm, first_terms
from agreements.kinds.talks import day_to_try_until
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.consent import propose
from agreements.letters.models import Agreement, Version
from agreements.letters.private_lines import set_private_line
from basics.limits import Room, take_turn
from basics.localtime import local
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting, reading
from couples.people.models import User
from couples.seats.access import membership_of
from couples.seats.leaving import keep_connected
from couples.seats.models import Membership

# More than anybody writes at; and about fifty of the longest.
MOST_DRAFTS = 100
DRAFTS = Room(1_000_000)


class Incomplete(Refusal):
    """A field of the draft is missing or wrong; `form` says which."""

    message = _("Something is missing. Please fill it in before you send it.")

    def __init__(self, form: TermsForm) -> None:
        super().__init__()
        self.form = form


class WrittenOn(Refusal):
    """What the page showed is not what the draft says by now."""

    name = "changed"
    message = _("This draft was changed since, maybe elsewhere. Read it once more; nothing was sent or deleted.")


class Gone(Refusal):
    """The draft was sent or thrown away while somebody wrote on it."""

    name = "not-found"
    message = _("This draft is not here any more: it was sent, or thrown away.")


class TooManyDrafts(Refusal):
    """So many drafts are begun that nobody finds one again."""

    name = "no-room"
    message = _("You have many drafts already. Send one or throw one away, then begin this one.")


class DraftsTooLong(Refusal):
    """All drafts together are too long."""

    name = "no-room"
    message = _(
        "Your drafts have grown very long. Send or throw away one that you do not need, then try again; "
        "what you typed is still here."
    )


def begin_draft(
    author: User, kind: AgreementKind, values: Mapping[str, Any], submission: uuid.UUID, now: datetime, body: str = ""
) -> Draft:
    """Make a draft with sensible values in every field, and `values` in their place.

    A repeated submission returns the draft it made; `body` is the hash of what was sent. Raises SentDifferently,
    TooManyDrafts.
    """
    terms = first_terms(kind.form_class, first_values(kind, author, values, now))
    with acting(author.pk):
        # One at a time: the second tap finds what the first one made.
        take_turn(author.pk)
        if made := made_before(Draft.objects.filter(author=author), submission, body):
            return made
        return _create(author, NewLetter(kind, terms, values.get("coping_line", ""), submission), now, body_hash=body)


def first_values(kind: AgreementKind, author: User, starter: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Return what a draft of this kind begins with: what is usual, what its template has, how long it is tried."""
    tried: dict[str, Any] = {}
    if kind.trial_weeks and TRIAL_UNTIL not in starter:
        seat, zone = membership_of(author), author.time_zone
        couple, today = seat.couple_id if seat else None, local(now, zone).date()
        with reading(author.pk):
            tried = {TRIAL_UNTIL: day_to_try_until(couple, kind.trial_weeks, zone, today, now)}
    return {**tried, **kind.defaults(author), **starter}


def start_from(
    author: User, kind: AgreementKind, values: Mapping[str, Any], submission: uuid.UUID, now: datetime
) -> Draft:
    """Make a draft of what a template brings; the second tap finds the first one's, and so does a later start from it.

    Raises Gone, TooManyDrafts, DraftsTooLong.
    """
    terms = first_terms(kind.form_class, first_values(kind, author, values, now))
    return keep_new(author, NewLetter(kind, terms, values.get("coping_line", ""), submission), now)


@dataclass(frozen=True)
class NewLetter:
    """What a page without a draft behind it says: a kind, its terms, the private line; and that page's own id."""

    kind: AgreementKind
    terms: Terms
    coping_line: str
    submission: uuid.UUID

    def draft_id(self, author: User) -> uuid.UUID:
        """Return the id of the draft that this page makes: what it has become is told from it, once it was sent."""
        return uuid.uuid5(self.submission, str(author.pk))

    def is_said_by(self, draft: Draft) -> bool:
        """Tell whether a draft says just the same."""
        return (draft.terms, draft.coping_line) == (self.terms, self.coping_line)


def keep_new(author: User, letter: NewLetter, now: datetime) -> Draft:
    """Make a draft of what was begun without one, by the first thing that is kept; kept again, it is the same draft.

    One that says just the same is used again. Raises Gone once it was sent, TooManyDrafts, DraftsTooLong.
    """
    with acting(author.pk):
        # One at a time: the second finds what the first one made.
        take_turn(author.pk)
        sent = (letter.submission, letter.draft_id(author))
        if Version.objects.filter(author=author, submission__in=sent).exists():
            raise Gone
        draft = _kept_before(author, letter)
        if draft is None:
            with DRAFTS.kept_within(Draft.objects.filter(author=author), author.pk, DraftsTooLong):
                return _create(author, letter, now, pk=letter.draft_id(author))
        keep_draft(draft, letter.terms, letter.coping_line, now)
        return draft


def _kept_before(author: User, letter: NewLetter) -> Draft | None:
    """Return what this page made already, else a draft that says the same."""
    mine = Draft.objects.filter(author=author, kind=letter.kind.name)
    same = (draft for draft in mine if letter.is_said_by(draft))
    return mine.filter(submission=letter.submission).first() or next(same, None)


def _create(author: User, letter: NewLetter, now: datetime, **more: Any) -> Draft:
    if Draft.objects.filter(author=author).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    return Draft.objects.create(
        author=author,
        submission=letter.submission,
        kind=letter.kind.name,
        words=letter.terms.words,
        settings=letter.terms.settings,
        coping_line=letter.coping_line,
        updated_at=now,
        **more,
    )


def send_new(seat: Membership, letter: NewLetter, now: datetime) -> Agreement:
    """Send what was begun without a draft; no copy of it is made, and one that was kept goes.

    A second tap finds the agreement the first one made, and so does the same template in another tab: two letters in
    the same words would wait side by side. Raises OneAlready, NotConnected, TooManyLetters, LinesTooLong.
    """
    with acting(seat.user_id):
        # One letter of the two at a time, so that the second finds what the first one made.
        keep_connected(seat)
        agreement = _waiting_already(seat, letter, now) or propose(
            seat, letter.kind, letter.terms, letter.submission, now
        )
        if letter.coping_line:
            set_private_line(agreement, seat, letter.coping_line)
        _forget_copy(seat.user, letter)
        return agreement


def _waiting_already(seat: Membership, letter: NewLetter, now: datetime) -> Agreement | None:
    """Return this person's own letter that says the same and has no answer yet."""
    mine = Agreement.objects.of(seat).alive(now).filter(kind=letter.kind.name, author=seat.user_id, in_force=None)
    waiting = mine.filter(proposal__author=seat.user_id).with_words()
    return next(
        (each for each in waiting if each.proposal and each.proposal.terms.says_the_same_as(letter.terms)), None
    )


def _forget_copy(author: User, letter: NewLetter) -> None:
    """Delete what the page kept, if it says what was sent. Other words in it, written elsewhere since, stay a draft."""
    for draft in Draft.objects.filter(author=author, submission=letter.submission):
        if letter.is_said_by(draft):
            Draft.objects.filter(pk=draft.pk, revision=draft.revision).delete()


def send_drafts(seat: Membership, shown: Mapping[uuid.UUID, int], now: datetime) -> list[Agreement]:
    """Send several drafts as they were shown, by their ids and revisions: all of them, or none.

    Raises what `send_draft` raises.
    """
    with acting(seat.user_id):
        _begin_sending(seat)
        return [send_draft(seat, draft_id, now, revision) for draft_id, revision in shown.items()]


def offer_no_more(person: User, name: str) -> None:
    """Do not offer the kind of this name, or the trial of a pause, on Today any more, for this person alone."""
    with acting(person.pk):
        NotOffered.objects.get_or_create(person=person, kind=name)


def keep_draft(draft: Draft, terms: Terms, coping_line: str | None, now: datetime) -> None:
    """Put what was written into the draft as it is by now; all else stays. Raises Gone, DraftsTooLong.

    Read, merged and written in one turn: of two pages that keep something at once, neither undoes the other.
    """
    with acting(draft.author_id):
        # Before the draft's row, as who sends several holds the person's when the second draft comes.
        take_turn(draft.author_id)
        if not _take_turn(draft.pk, draft.author_id):
            raise Gone
        draft.refresh_from_db()
        before = (draft.words, draft.settings, draft.coping_line)
        merged = draft.terms.replaced(terms)
        draft.words, draft.settings, draft.updated_at = merged.words, merged.settings, now
        if coping_line is not None:
            draft.coping_line = coping_line
        # What a page keeps once more on its way out is nothing that has to be read anew before it is sent.
        if (draft.words, draft.settings, draft.coping_line) == before:
            return
        draft.revision += 1
        with DRAFTS.kept_within(Draft.objects.filter(author=draft.author_id), draft.author_id, DraftsTooLong):
            draft.save(update_fields=["words", "settings", "coping_line", "revision", "updated_at"])


def _take_turn(draft_id: uuid.UUID, author_id: int, shown: int | None = None) -> bool:
    """Let one who keeps or sends this draft at a time go on from here; tell whether it is still there.

    `shown` is the revision that was read; None takes any. Raises WrittenOn if it is another one by now.
    """
    mine = Draft.objects.filter(pk=draft_id, author=author_id)
    read = mine if shown is None else mine.filter(revision=shown)
    if read.update(revision=F("revision")):
        return True
    if mine.exists():
        raise WrittenOn
    return False


def throw_away(author: User, draft_id: uuid.UUID, shown: int | None) -> None:
    """Delete a draft as it was shown; what is gone already is no trouble. Raises WrittenOn for what nobody has read."""
    with acting(author.pk):
        if _take_turn(draft_id, author.pk, shown):
            Draft.objects.filter(pk=draft_id).delete()


def complete_form(kind: AgreementKind, terms: Terms, coping_line: str) -> TermsForm:
    """Return the form of all a draft's fields, bound to what it says: valid once it could be sent."""
    return kind.form_class({**terms.values, "coping_line": coping_line}, initial=terms.values)


def send_draft(seat: Membership, draft_id: uuid.UUID, now: datetime, shown: int | None = None) -> Agreement:
    """Send a draft: it becomes the first version of an agreement, and is gone from the drafts.

    `shown` is the revision that was read; None sends it as it is. In one turn with what keeps
    something in it: what was kept is sent, and what comes later is told that it is gone.
    The draft's id is the version's submission id, so a second tap finds the agreement the first one made. Raises
    Draft.DoesNotExist, WrittenOn, Incomplete, OneAlready, NotConnected, TooManyLetters, LinesTooLong.
    """
    with acting(seat.user_id):
        _begin_sending(seat)
        if not _take_turn(draft_id, seat.user_id, shown):
            return _sent(seat, draft_id)
        draft = Draft.objects.get(pk=draft_id)
        kind = kind_named(draft.kind)
        form = complete_form(kind, draft.terms, draft.coping_line)
        if not form.is_valid():
            raise Incomplete(form)
        agreement = propose(seat, kind, draft.terms, draft.pk, now)
        if draft.coping_line:
            set_private_line(agreement, seat, draft.coping_line)
        _remember_from_what(agreement, draft)
        Draft.objects.filter(pk=draft.pk).delete()
        return agreement


def _remember_from_what(agreement: Agreement, draft: Draft) -> None:
    """Let its history say that it was begun again; not of something that one had with somebody else."""
    former = draft.began_from
    if former and former.couple_id == agreement.couple_id:
        Agreement.objects.filter(pk=agreement.pk).update(began_from=former)


def _begin_sending(seat: Membership) -> None:
    """Take the couple's row, then the person's, then a draft's, as all do: otherwise two could wait for each other.

    Whether the two are connected is for the letter itself to say.
    """
    keep_connected(seat)
    take_turn(seat.user_id)


def _sent(seat: Membership, draft_id: uuid.UUID) -> Agreement:
    """Return what the draft became in this couple: what it became in an earlier one is not to be reached from here."""
    own = Version.objects.filter(author=seat.user, submission=draft_id, couple=seat.couple_id)
    version = own.select_related("agreement").first()
    if version is None:
        raise Draft.DoesNotExist
    return version.agreement
