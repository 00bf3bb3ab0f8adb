"""Decks that the two make themselves: both see them, and a question is drawn once both said that it is fine."""

from __future__ import annotations

import uuid
from datetime import datetime

from basics.submissions import made_before
from checkins.decks.refusals import EnoughDecks, EnoughOwnQuestions
from checkins.questions.content import FIRST_DECK
from checkins.questions.models import DeckChoice, Drawing, OwnDeck, OwnQuestion, QuestionYes
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

MOST_DECKS = 10
MOST_QUESTIONS = 50


def make_deck(seat: Membership, title: str, submission: uuid.UUID, now: datetime, body: str = "") -> OwnDeck:
    """Make a deck of the two's own. A repeated submission returns the deck it made.

    Raises EnoughDecks, SentDifferently, NotConnected.
    """
    with acting_together(seat):
        ours = OwnDeck.objects.filter(couple=seat.couple_id)
        if made := made_before(ours.filter(author=seat.user), submission, body):
            return made
        if ours.count() >= MOST_DECKS:
            raise EnoughDecks
        said = {"title": title, "made_at": now, "submission": submission, "body_hash": body}
        deck = OwnDeck.objects.create(couple_id=seat.couple_id, author=seat.user, **said)
        raise_revisions(seat.both)
        return deck


def take_deck_away(seat: Membership, deck_id: uuid.UUID, now: datetime) -> None:
    """Take a deck of the two's own away, with its questions; those that a talk has asked stay with that talk.

    Raises OwnDeck.DoesNotExist, NotConnected.
    """
    with acting_together(seat):
        deck = OwnDeck.objects.get(couple=seat.couple_id, pk=deck_id)
        for question in deck.questions.all():
            _take_away(question)
        DeckChoice.objects.filter(couple=seat.couple_id, deck=str(deck.pk)).update(deck=FIRST_DECK)
        deck.delete()
        raise_revisions(seat.both)


def add_question(
    seat: Membership, deck_id: uuid.UUID, words: str, submission: uuid.UUID, now: datetime, body: str = ""
) -> OwnQuestion:
    """Write a question for both. It is fine with its writer. A repeated submission returns the question it made.

    Raises EnoughOwnQuestions, SentDifferently, OwnDeck.DoesNotExist, NotConnected.
    """
    with acting_together(seat):
        mine = OwnQuestion.objects.filter(couple=seat.couple_id, author=seat.user)
        if made := made_before(mine, submission, body):
            return made
        deck = OwnDeck.objects.get(couple=seat.couple_id, pk=deck_id)
        if deck.questions.count() >= MOST_QUESTIONS:
            raise EnoughOwnQuestions
        said = {"words": words, "made_at": now, "submission": submission, "body_hash": body}
        question = OwnQuestion.objects.create(couple_id=seat.couple_id, deck=deck, author=seat.user, **said)
        _say_yes(seat, question)
        raise_revisions(seat.both)
        return question


def say_question_is_fine(seat: Membership, question_id: uuid.UUID, is_fine: bool, now: datetime) -> None:
    """Say whether a question may be asked, for this person alone. What is drawn already stays.

    Raises OwnQuestion.DoesNotExist, NotConnected.
    """
    with acting_together(seat):
        question = OwnQuestion.objects.of(seat).get(pk=question_id)
        if is_fine:
            _say_yes(seat, question)
        else:
            QuestionYes.objects.filter(question=question, person=seat.user).delete()
        raise_revisions([seat.user_id])


def _say_yes(seat: Membership, question: OwnQuestion) -> None:
    QuestionYes.objects.get_or_create(question=question, person=seat.user, defaults={"couple_id": seat.couple_id})


def take_question_away(seat: Membership, question_id: uuid.UUID, now: datetime) -> None:
    """Take a question away, mine or the other's, without a word. Raises OwnQuestion.DoesNotExist, NotConnected."""
    with acting_together(seat):
        _take_away(OwnQuestion.objects.of(seat).get(pk=question_id))
        raise_revisions(seat.both)


def _take_away(question: OwnQuestion) -> None:
    """Delete it; one that a talk has asked stays for that talk, in no deck."""
    rows = OwnQuestion.objects.filter(pk=question.pk)
    asked = Drawing.objects.filter(couple=question.couple_id, prompt=question.prompt)
    if asked.exists():
        QuestionYes.objects.filter(question=question).delete()
        rows.update(deck=None)
    else:
        rows.delete()
