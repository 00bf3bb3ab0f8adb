"""Decks in the API. What the partner said is fine is nowhere in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.answering import none_is_404
from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer, Switch, Text
from basics.api.views import made
from basics.transactions import reading
from checkins.decks import own_verbs, verbs
from checkins.decks.forms import QuestionForm, TitleForm
from checkins.decks.showing import deck_seen, decks_seen, own_question_seen
from checkins.questions.models import OwnDeck
from checkins.rhythm.models import CheckIn
from couples.seats.api import PartnersApi


class QuestionInDeckSerializer(serializers.Serializer[Any]):
    """One question of a deck."""

    prompt = serializers.CharField(source="name", help_text="The name by which a talk asks it.")
    question = serializers.CharField(help_text="In the caller's language, or as one of the two wrote it.")
    is_heavy = serializers.BooleanField(help_text="Whether it comes only once both want the heavy ones of its deck.")
    id = serializers.UUIDField(source="pk", allow_null=True, help_text="Of one that the two wrote themselves.")
    is_fine = serializers.BooleanField(
        allow_null=True, help_text="Of such a one, whether the caller said that it may be asked."
    )


class DeckSerializer(serializers.Serializer[Any]):
    """A deck: a set of questions."""

    id = serializers.CharField(source="name")
    title = serializers.CharField()
    about = serializers.CharField(help_text="One line; empty for one of the two's own.")
    intensity = serializers.CharField(help_text="In words, in the caller's language; empty for one of the two's own.")
    is_own = serializers.BooleanField(help_text="Whether the two made it themselves.")
    is_chosen = serializers.BooleanField(help_text="Whether the couple's questions come from it.")
    has_heavy = serializers.BooleanField(help_text="Whether some of it comes only once both want it.")
    heavy_is_fine = serializers.BooleanField(help_text="Whether the caller is fine with those. Nobody else is told.")
    questions = QuestionInDeckSerializer(many=True)


class ChoiceInput(StrictSerializer):
    """Which deck."""

    deck = Text(max_length=40, help_text="Its `id`.")


class FineInput(StrictSerializer):
    """Whether it is fine with the caller."""

    fine = Switch()


class AnotherInput(StrictSerializer):
    """Which question the caller saw."""

    seen = Text(max_length=40, help_text="The check-in's `drawn`. If another one was drawn since, nothing changes.")


class TitleInput(FormSerializer):
    """What a deck of the two's own is called."""

    form_class = TitleForm


class WordsInput(FormSerializer):
    """A question of the two's own."""

    form_class = QuestionForm


class DecksApi(PartnersApi):
    """The base of what is about decks."""

    def deck(self, name: str) -> Response:
        """Answer with one deck as it is now."""
        with reading(self.person.pk):
            seen = deck_seen(self.seat, name)
        return Response(DeckSerializer(seen).data)

    def own(self, name: str) -> uuid.UUID:
        """Return the key of a deck of our own. Raises Http404 for any other."""
        with reading(self.person.pk):
            if not deck_seen(self.seat, name).is_own:
                raise Http404
        return uuid.UUID(name)


def _did(verb: Callable[..., Any], *given: Any) -> Any:
    """Call a verb. Raises Http404 for what is a stranger's, unknown or gone."""
    with none_is_404(ObjectDoesNotExist):
        return verb(*given, timezone.now())


class Decks(DecksApi):
    """All decks."""

    @operation("listDecks", answer=DeckSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List the decks that questions can come from, with our own at the end."""
        with reading(self.person.pk):
            seen = decks_seen(self.seat)
        return self.listed(seen, DeckSerializer)

    @operation(
        "makeDeck",
        body=TitleInput,
        answer=DeckSerializer,
        status=201,
        problems=["not-connected", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Make a deck of our own. Both see it."""
        title = self.read(TitleInput).form.cleaned_data["title"]
        deck = own_verbs.make_deck(self.seat, title, self.submission(), timezone.now(), self.body_hash())
        return made(self.deck(str(deck.pk)).data, "api:deck", deck.pk)


class ChosenDeck(DecksApi):
    """Where questions come from."""

    @operation("chooseDeck", body=ChoiceInput, answer=DeckSerializer, problems=["not-connected", "too-many-requests"])
    def put(self, request: Request) -> Response:
        """Let our questions come from a deck, for both of us at once."""
        name = self.read(ChoiceInput).validated_data["deck"]
        verbs.choose_deck(self.seat, name, timezone.now())
        return self.deck(name)


class OneDeck(DecksApi):
    """One deck."""

    @operation("getDeck", answer=DeckSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, name: str) -> Response:
        """Show a deck with its questions."""
        return self.deck(name)

    @operation("takeDeckAway", status=204, problems=["not-connected", "not-found"])
    def delete(self, request: Request, name: str) -> Response:
        """Take a deck of our own away, with its questions. What a talk has asked stays with that talk."""
        _did(own_verbs.take_deck_away, self.seat, self.own(name))
        return Response(status=204)


class HeavyOfDeck(DecksApi):
    """The heavy questions of a deck."""

    @operation("sayHeavyIsFine", body=FineInput, answer=DeckSerializer, problems=["not-connected", "not-found"])
    def put(self, request: Request, name: str) -> Response:
        """Say whether they are fine with me. My partner is not told; they come once both of us said so."""
        self.deck(name)
        is_fine = self.read(FineInput).validated_data["fine"]
        verbs.say_heavy_is_fine(self.seat, name, is_fine, timezone.now())
        return self.deck(name)


class PromptsOfDeck(DecksApi):
    """The questions of a deck of our own."""

    @operation("listPrompts", answer=QuestionInDeckSerializer, is_list=True, problems=["not-connected", "not-found"])
    def get(self, request: Request, name: str) -> Response:
        """List the questions of a deck, in the order in which they are drawn."""
        with reading(self.person.pk):
            seen = deck_seen(self.seat, name)
        return self.listed(seen.questions, QuestionInDeckSerializer)

    @operation(
        "addQuestion",
        body=WordsInput,
        answer=QuestionInDeckSerializer,
        status=201,
        problems=["not-connected", "not-found", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, name: str) -> Response:
        """Add a question to a deck of our own. It is asked once both of us said that it may be."""
        words = self.read(WordsInput).form.cleaned_data["words"]
        given = (self.seat, self.own(name), words, self.submission())
        with none_is_404(OwnDeck.DoesNotExist):
            question = own_verbs.add_question(*given, timezone.now(), self.body_hash())
        return made(
            QuestionInDeckSerializer(own_question_seen(question, is_fine=True)).data, "api:own_question", question.pk
        )


class OwnQuestions(DecksApi):
    """One question of our own."""

    @operation("sayQuestionIsFine", body=FineInput, status=204, problems=["not-connected", "not-found"])
    def put(self, request: Request, question_id: uuid.UUID) -> Response:
        """Say whether it may be asked, for me. My partner is not told."""
        is_fine = self.read(FineInput).validated_data["fine"]
        _did(own_verbs.say_question_is_fine, self.seat, question_id, is_fine)
        return Response(status=204)

    @operation("takeQuestionAway", status=204, problems=["not-connected", "not-found"])
    def delete(self, request: Request, question_id: uuid.UUID) -> Response:
        """Take it away, mine or my partner's, without a word."""
        _did(own_verbs.take_question_away, self.seat, question_id)
        return Response(status=204)


class AnotherQuestion(DecksApi):
    """Another question for a talk."""

    @operation(
        "drawAnotherQuestion",
        body=AnotherInput,
        status=204,
        problems=["not-connected", "not-found", "closed-for-answers", "too-many-requests"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Let our talk ask another question, for both of us. What was written to the drawn one stays its writer's."""
        with reading(self.person.pk):
            talk = get_object_or_404(CheckIn.objects.of(self.seat), pk=check_in_id)
        verbs.draw_another(talk, self.seat, self.read(AnotherInput).validated_data["seen"], timezone.now())
        return Response(status=204)
