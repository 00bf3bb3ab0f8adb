"""What one person sees of decks: where questions come from, and with what this person alone said they are fine.

Nothing here tells what the other said is fine, not even once both did: a heavy deck reads the same before and after.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from checkins.questions.content import INTENSITIES, Deck, all_decks
from checkins.questions.models import DeckChoice, HeavyYes, OwnDeck, OwnQuestion, QuestionYes
from couples.seats.models import Membership


@dataclass(frozen=True)
class QuestionInDeck:
    """One question of a deck."""

    name: str
    question: str
    is_heavy: bool = False
    # Of the two's own: its key, and whether it is fine with me.
    pk: uuid.UUID | None = None
    is_fine: bool | None = None


@dataclass(frozen=True)
class DeckAsSeen:
    """A deck, one that comes with the service or one of the two's own."""

    name: str
    title: str
    about: str
    # In words; empty for one of the two's own.
    intensity: str
    is_own: bool
    is_chosen: bool
    # Whether some of it comes only once both want it, and whether all of it does.
    has_heavy: bool
    is_heavy: bool
    # Whether I am fine with its heavy ones. The other's word is theirs.
    heavy_is_fine: bool
    questions: Sequence[QuestionInDeck]


def decks_seen(seat: Membership) -> list[DeckAsSeen]:
    """Return all, those that come with the service first. As many queries for any number."""
    chosen = DeckChoice.of(seat.couple_id).deck
    fine = set(HeavyYes.objects.filter(couple=seat.couple_id, person=seat.user).values_list("deck", flat=True))
    own = OwnDeck.objects.filter(couple=seat.couple_id).order_by("made_at", "pk").prefetch_related("questions")
    yeses = _my_yeses(seat)
    coming = [_seen(deck, chosen, deck.name in fine) for deck in all_decks().values()]
    return [*coming, *(_own_seen(deck, chosen, yeses) for deck in own)]


def _my_yeses(seat: Membership) -> set[uuid.UUID]:
    mine = QuestionYes.objects.filter(couple=seat.couple_id, person=seat.user)
    return set(mine.values_list("question", flat=True))


def deck_seen(seat: Membership, name: str) -> DeckAsSeen:
    """Return one of them. Raises Http404, the same for a stranger's and an unknown one."""
    found = next((deck for deck in decks_seen(seat) if deck.name == name), None)
    if found is None:
        raise Http404
    return found


def chosen_deck(seat: Membership) -> str:
    """Return what the deck is called that questions come from."""
    chosen = DeckChoice.of(seat.couple_id).deck
    if found := all_decks().get(chosen):
        return found.title
    return OwnDeck.objects.get(couple=seat.couple_id, pk=chosen).title


def _seen(deck: Deck, chosen: str, heavy_is_fine: bool) -> DeckAsSeen:
    return DeckAsSeen(
        name=deck.name,
        title=deck.title,
        about=deck.about,
        intensity=str(INTENSITIES[deck.intensity]),
        is_own=False,
        is_chosen=deck.name == chosen,
        has_heavy=deck.has_heavy,
        is_heavy=all(deck.is_heavy(prompt) for prompt in deck.prompts),
        heavy_is_fine=heavy_is_fine,
        questions=[QuestionInDeck(prompt.name, prompt.question, deck.is_heavy(prompt)) for prompt in deck.prompts],
    )


def _own_seen(deck: OwnDeck, chosen: str, yeses: set[uuid.UUID]) -> DeckAsSeen:
    questions = sorted(deck.questions.all(), key=lambda question: (question.made_at, question.pk))
    return DeckAsSeen(
        name=str(deck.pk),
        title=deck.title,
        about="",
        intensity="",
        is_own=True,
        is_chosen=str(deck.pk) == chosen,
        has_heavy=False,
        is_heavy=False,
        heavy_is_fine=False,
        questions=[own_question_seen(question, question.pk in yeses) for question in questions],
    )


def own_question_seen(question: OwnQuestion, is_fine: bool) -> QuestionInDeck:
    """Return a question of the two's own."""
    return QuestionInDeck(question.prompt, question.words, pk=question.pk, is_fine=is_fine)
