"""Saying a sentence with one tap, taking it back, answering it.

Each verb takes the couple's row first: of taking back and answering in the same moment the second finds what the first
did. What is taken back is taken back with its answer, for both.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.pauses.running import running_pause
from agreements.phrases.models import AT, NAME, TAKEN_BACK_WITHIN, WORDS, OwnPhrase, SentPhrase, SentPhraseQuerySet
from agreements.phrases.own import keep_own_answer
from agreements.phrases.ready import phrase_named
from agreements.phrases.reminders import PHRASE, settle_said, tell_answered, tell_said
from basics.limits import Limit
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.begun.verbs import forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Couple, Membership
from reminders.scheduling import untell
from reminders.subjects import Subject

A_DAY = Limit(10, timedelta(days=1))
# More than two people can say within a week.
FORGOTTEN_AT_ONCE = 500
# What one wanted to say and could not yet, for oneself alone.
NEW_PHRASE = Subject("phrase").of("new")


class EnoughToday(Refusal):
    """Ten went out within a day. What was to be the next one is kept."""

    name = "too-many-requests"
    message = _("Nothing more goes out today. What you wrote is here.")


class Pausing(Refusal):
    """The two pause. What was to be said is kept, and goes by a tap of its writer's alone."""

    name = "paused"
    message = _("You two are pausing. This is kept for you, and goes only once you tap it after the pause.")


class NotThere(Refusal):
    """It was taken back, or its week is over."""

    name = "changed"
    field = "words"
    message = _("What this answers is not there any more. What you typed is still here.")


class AnsweredAlready(Refusal):
    """The other can read the answer."""

    name = "fixed"
    field = "words"
    message = _("You have answered this. What you typed is still here.")


class TooLate(Refusal):
    """The two minutes are over."""

    name = "fixed"
    message = _("The two minutes are over, so it stays.")


class TakenBackBefore(Refusal):
    """A page that lay open would send once more what was taken back."""

    name = "changed"
    message = _("You took this back. To say it after all, tap it once more.")


@dataclass(frozen=True)
class Answered:
    """What one answers: words, and the moment that they name, if they name one."""

    words: str
    at: datetime | None = None

    @property
    def stored(self) -> dict[str, Any]:
        """Return what a row keeps of it."""
        return {WORDS: self.words, **({AT: self.at.isoformat()} if self.at else {})}


def send(seat: Membership, name: str, submission: uuid.UUID, now: datetime, body: str = "") -> SentPhrase:
    """Say a ready phrase, by its name, or one of one's own, by its id. A repeated submission returns what it made.

    What a pause or the day's limit refuses is kept for its writer. Raises Pausing, EnoughToday, TakenBackBefore,
    SentDifferently, NotConnected, OwnPhrase.DoesNotExist.
    """
    try:
        with acting_together(seat):
            # One page has one id for all that it offers.
            return _send(seat, name, uuid.uuid5(submission, name), now, body)
    except (Pausing, EnoughToday):
        keep_begun(seat.user, NEW_PHRASE, {NAME: name}, now)
        raise


def _send(seat: Membership, name: str, submission: uuid.UUID, now: datetime, body: str) -> SentPhrase:
    mine = SentPhrase.objects.by(seat)
    if made := made_before(mine, submission, body):
        return _as_it_stands(made)
    said = words_of(seat.user_id, name)
    if running_pause(seat, now):
        raise Pausing
    A_DAY.refuse_beyond(SentPhrase.objects.filter(sender=seat.user), "sent_at", now, seat.user_id, EnoughToday)
    forget_begun(seat.user_id, NEW_PHRASE)
    row = mine.create(
        couple_id=seat.couple_id, sender=seat.user, said=said, sent_at=now, submission=submission, body_hash=body
    )
    tell_said(row, seat.partner.pk, now)
    raise_revisions(seat.both)
    return row


def _as_it_stands(made: SentPhrase) -> SentPhrase:
    if made.taken_back_at:
        raise TakenBackBefore
    return made


def words_of(person_id: int, name: str) -> dict[str, str]:
    """Return what is stored of what this person says by this name. Raises OwnPhrase.DoesNotExist for none."""
    if phrase := phrase_named(name):
        return {WORDS: phrase.words, NAME: name}
    try:
        return {WORDS: OwnPhrase.objects.get(person=person_id, pk=uuid.UUID(name)).words}
    except ValueError:
        raise OwnPhrase.DoesNotExist from None


def let_go(seat: Membership) -> None:
    """Forget what one wanted to say and could not yet. Raises NotConnected."""
    with acting_together(seat):
        forget_begun(seat.user_id, NEW_PHRASE)
        raise_revisions([seat.user_id])


def take_back(seat: Membership, key: uuid.UUID, now: datetime) -> None:
    """Take back what one said less than two minutes ago, with the answer if there is one: nothing of it is left.

    Raises TooLate, NotConnected, SentPhrase.DoesNotExist.
    """
    with acting_together(seat):
        mine = SentPhrase.objects.by(seat).there(now).filter(pk=key)
        nothing_left = {"taken_back_at": now, "said": {}, "answer": {}, "answered_at": None}
        if not mine.filter(sent_at__gt=now - TAKEN_BACK_WITHIN).update(**nothing_left):
            mine.get()
            raise TooLate
        untell(PHRASE.of(key), seat.both)
        raise_revisions(seat.both)


def answer(seat: Membership, key: uuid.UUID, answered: Answered, keeps: bool, now: datetime) -> SentPhrase:
    """Answer what the other said; with `keeps` these words are offered next time. The same once more changes nothing.

    A pause does not keep it: nothing new is asked of anybody by an answer. Raises NotThere, AnsweredAlready,
    NotConnected, SentPhrase.DoesNotExist.
    """
    with acting_together(seat):
        return _answer(seat, key, answered, keeps, now)


def _answer(seat: Membership, key: uuid.UUID, answered: Answered, keeps: bool, now: datetime) -> SentPhrase:
    theirs = SentPhrase.objects.to(seat).filter(pk=key)
    row = theirs.get()
    if row.answered_at and row.answer == answered.stored:
        return row
    unanswered = theirs.there(now).filter(answered_at__isnull=True)
    if not unanswered.update(answer=answered.stored, answered_at=now):
        raise AnsweredAlready if theirs.there(now).exists() else NotThere
    if keeps and row.said.get(NAME) and not answered.at:
        keep_own_answer(seat.user_id, row.said[NAME], answered.words)
    settle_said(key, seat.user_id, now)
    tell_answered(row, now)
    raise_revisions(seat.both)
    return theirs.get()


def put_away(seat: Membership, key: uuid.UUID, now: datetime) -> None:
    """Answer with nothing: it is not shown as new any more, and nobody else learns of it.

    Raises NotConnected, SentPhrase.DoesNotExist.
    """
    with acting_together(seat):
        theirs = SentPhrase.objects.to(seat).there(now).filter(pk=key)
        if not theirs.update(is_put_away=True):
            raise SentPhrase.DoesNotExist
        settle_said(key, seat.user_id, now)
        raise_revisions([seat.user_id])


def forget_phrases(now: datetime) -> int:
    """Delete what is gone for both, with all that told of it; return how many. Part of housekeeping."""
    return _vanish(SentPhrase.objects.gone(now))


def forget_phrases_of(couple: Couple, now: datetime) -> None:
    """Delete all that two people said who are apart now. Inside the leaving transaction."""
    _vanish(SentPhrase.objects.filter(couple=couple))


def _vanish(rows: SentPhraseQuerySet) -> int:
    with transaction.atomic():
        old = list(rows.with_people()[:FORGOTTEN_AT_ONCE])
        for row in old:
            untell(PHRASE.of(row.pk), [row.sender_id, row.answerer.pk])
        # By the same condition once more: what was answered meanwhile stays for another week.
        return rows.filter(pk__in=[row.pk for row in old]).delete()[0]
