"""What one does with a card: write an agreement about it, say whether it has eased, show a copy."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_that_helps
from agreements.kinds.terms import COPING_LINE
from basics.limits import Room, take_turn
from basics.refusals import Refusal
from basics.transactions import acting, reading
from couples.people.models import User
from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from journal.copies.verbs import show
from journal.triggers.asking import ASKED_AGAIN_AFTER
from journal.triggers.copies import CARD_COPY, EASED_COPY, eased_said, named
from journal.triggers.models import EasedAnswer
from journal.triggers.showing import OneCard, one_card

ANSWERS = Room(400_000)


class NoSuchCard(Refusal):
    """It is nothing that sets this person off."""

    name = "not-found"
    message = _("There is nothing about this.")


class TooFewYet(Refusal):
    """A card of which nothing can be said cannot be shown either."""

    message = _("Too few yet to say anything.")


class NothingToCompare(Refusal):
    """No agreement about it has been in force long enough."""

    field = "answer"
    message = _("This is asked four weeks after you both agreed on something about it.")


class NotAnsweredYet(Refusal):
    """What was not answered cannot be shown."""

    message = _("Say first whether it has eased. Nobody else sees that.")


class AnswersTooLong(Refusal):
    """More answers than anybody gives in a life."""

    name = "no-room"
    message = _("There is no more room for answers.")


def draft_about(person: User, trigger: str, submission: uuid.UUID, now: datetime) -> Draft:
    """Begin an agreement about what sets one off, with the word that came most often and one's own line in it.

    A repeated submission returns the draft it made. Raises NoSuchCard, TooManyDrafts.
    """
    found, kind = _card(person, trigger, now), kind_that_helps()
    feeling = next(iter(found.card.most_often), "")
    begun = kind.when_set_off_by(trigger, found.card.label, feeling)
    return begin_draft(person, kind, {**begun, **({COPING_LINE: found.line} if found.line else {})}, submission, now)


def answer_eased(person: User, trigger: str, answer: str, now: datetime) -> EasedAnswer:
    """Keep, for oneself, whether it has eased; within a month another answer takes the place of the last.

    Raises NoSuchCard, NothingToCompare, AnswersTooLong.
    """
    mine = EasedAnswer.objects.filter(person=person)
    with acting(person.pk):
        take_turn(person.pk)
        if not _card(person, trigger, now).can_be_asked:
            raise NothingToCompare
        lately = mine.filter(at__gt=now - ASKED_AGAIN_AFTER).order_by("-at", "-pk")
        row = next((each for each in lately if each.trigger == trigger), None) or EasedAnswer(person=person, at=now)
        row.payload = {"trigger": trigger, "answer": answer}
        with ANSWERS.kept_within(mine, person.pk, AnswersTooLong):
            row.save()
    return row


def show_card(seat: Membership, trigger: str, helps: str, submission: uuid.UUID, now: datetime) -> ShownCopy:
    """Show the other what sets one off, and what helps; no number of it.

    Raises NoSuchCard, TooFewYet, ShownEnough, CopiesTooLong, SentDifferently, NotConnected.
    """
    card = _card(seat.user, trigger, now).card
    if not card.can_tell:
        raise TooFewYet
    said = {**named(card.trigger, card.label), "feelings": list(card.feelings[:1]), "helps": helps}
    return show(seat, CARD_COPY, card.source, said, submission, now)


def show_eased(seat: Membership, trigger: str, submission: uuid.UUID, now: datetime) -> ShownCopy:
    """Show the other how it went, as one answered; nothing of what is counted.

    Raises NoSuchCard, NotAnsweredYet, ShownEnough, CopiesTooLong, SentDifferently, NotConnected.
    """
    found = _card(seat.user, trigger, now)
    if not found.answer:
        raise NotAnsweredYet
    return show(
        seat, EASED_COPY, found.card.source, eased_said(trigger, found.card.label, found.answer), submission, now
    )


def _card(person: User, trigger: str, now: datetime) -> OneCard:
    with reading(person.pk):
        found = one_card(person, trigger, now)
    if found is None:
        raise NoSuchCard
    return found
