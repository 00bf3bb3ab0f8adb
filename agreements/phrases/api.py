"""Phrases in the API: those to say, one's own among them; and what the two said, with the answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from agreements.phrases import own, verbs
from agreements.phrases.forms import AnswerForm, OwnPhraseForm
from agreements.phrases.models import OwnPhrase, SentPhrase
from agreements.phrases.showing import answering, as_seen, own_as_seen, phrases_of
from basics.answering import none_is_404
from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer, Text
from basics.api.moments import LocalDay, Moment
from basics.api.views import Api, made
from basics.transactions import reading
from couples.seats.api import PartnersApi


class PhraseSerializer(serializers.Serializer[Any]):
    """A sentence to say with one tap."""

    id = serializers.CharField(source="name", help_text="By which it is said: a ready one's name, or the id of mine.")
    words = serializers.CharField()
    is_mine = serializers.BooleanField(source="is_own", help_text="Whether I wrote it, for myself alone.")


class PhraseOfferSerializer(serializers.Serializer[Any]):
    """An answer that one tap sends."""

    offer = serializers.CharField(source="value", help_text="What names it.")
    words = serializers.CharField(source="said")


class SentPhraseSerializer(serializers.Serializer[Any]):
    """What one of the two said, and the answer. Nothing says whether it was read."""

    id = serializers.UUIDField(source="pk")
    by = WhoField(source="is_mine")
    words = serializers.CharField()
    answer = serializers.CharField(help_text="Empty as long as there is none.")
    taken_back_until = Moment(allow_null=True, help_text="Until when I can take it back; null where I cannot.")
    gone_on = LocalDay(source="gone_at", help_text="On which day it is gone for both, in the caller's zone.")


class ToAnswerSerializer(SentPhraseSerializer):
    """The same, with what I may answer."""

    offers = PhraseOfferSerializer(many=True, help_text="Answers that are ready, the one that I kept for this first.")


class SayInput(StrictSerializer):
    """Which sentence is said."""

    phrase = Text(max_length=40, help_text="Its `id`.")


class PhraseAnswerInput(FormSerializer):
    """Words, or one of the offers."""

    form_class = AnswerForm

    def get_fields(self) -> dict[str, Any]:
        """Take an offer without words."""
        fields = super().get_fields()
        fields["words"].required = False
        return fields


class OwnPhraseInput(FormSerializer):
    """A sentence of my own."""

    form_class = OwnPhraseForm


class Phrases(Api):
    """What one can say."""

    @operation("listPhrases", answer=PhraseSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my own, then the ready ones in my language."""
        return self.listed(phrases_of(self.person), PhraseSerializer)

    @operation(
        "keepPhrase", body=OwnPhraseInput, answer=PhraseSerializer, status=201, problems=["no-room"], makes_one=True
    )
    def post(self, request: Request) -> Response:
        """Keep a sentence of my own, twenty at most."""
        words = self.read(OwnPhraseInput).form.cleaned_data["words"]
        row = own.add_own(self.person, words, self.submission(), timezone.now(), self.body_hash())
        return made(PhraseSerializer(own_as_seen(row)).data, "api:phrase", row.pk)


class OnePhrase(Api):
    """One of my own."""

    @operation("getPhrase", answer=PhraseSerializer, problems=["not-found"])
    def get(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Show a sentence of my own."""
        with reading(self.person.pk):
            row = get_object_or_404(OwnPhrase, person=self.person, pk=phrase_id)
        return Response(PhraseSerializer(own_as_seen(row)).data)

    @operation("changePhrase", body=OwnPhraseInput, answer=PhraseSerializer, problems=["not-found"])
    def put(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Put it into other words. What I sent with it stays as it was sent."""
        words = self.read(OwnPhraseInput).form.cleaned_data["words"]
        with none_is_404(OwnPhrase.DoesNotExist):
            row = own.change_own(self.person, phrase_id, words)
        return Response(PhraseSerializer(own_as_seen(row)).data)

    @operation("deletePhrase", status=204, problems=["not-found"])
    def delete(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Take it away."""
        with none_is_404(OwnPhrase.DoesNotExist):
            own.delete_own(self.person, phrase_id)
        return Response(status=204)


class SentPhrasesApi(PartnersApi):
    """The base of what was said."""

    def shown(self, row: SentPhrase) -> dict[str, Any]:
        """Return what was said as the caller sees it."""
        return SentPhraseSerializer(as_seen(row, self.seat, timezone.now())).data


class SentPhrases(SentPhrasesApi):
    """What the two said lately."""

    @operation("listSentPhrases", answer=SentPhraseSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what either of us said in the last week, the newest first."""
        now = timezone.now()
        rows = SentPhrase.objects.of(self.seat).there(now).order_by("-sent_at", "pk")
        return self.listed(rows, SentPhraseSerializer, lambda row: as_seen(row, self.seat, now))

    @operation(
        "sayPhrase",
        body=SayInput,
        answer=SentPhraseSerializer,
        status=201,
        problems=["not-connected", "not-found", "paused", "too-many-requests", "changed"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Say one, ten a day at most. For two minutes I can take it back."""
        name = self.read(SayInput).validated_data["phrase"]
        with none_is_404(OwnPhrase.DoesNotExist):
            row = verbs.send(self.seat, name, self.submission(), timezone.now(), self.body_hash())
        return made(self.shown(row), "api:sent_phrase", row.pk)


class OneSentPhrase(SentPhrasesApi):
    """One of them."""

    @operation("getSentPhrase", answer=ToAnswerSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Show what was said, and what I may answer if it was said to me and has no answer."""
        now = timezone.now()
        with reading(self.person.pk):
            row = get_object_or_404(SentPhrase.objects.of(self.seat).there(now), pk=phrase_id)
            seen = as_seen(row, self.seat, now)
            ready = answering(self.seat, row, now)
        offers = PhraseOfferSerializer(ready.offers, many=True).data if seen.waits_for_me else []
        return Response({**SentPhraseSerializer(seen).data, "offers": offers})

    @operation("takePhraseBack", status=204, problems=["not-connected", "not-found", "fixed"])
    def delete(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Take back what I said less than two minutes ago, with the answer if there is one."""
        with none_is_404(SentPhrase.DoesNotExist):
            verbs.take_back(self.seat, phrase_id, timezone.now())
        return Response(status=204)


class AnswerSentPhrase(SentPhrasesApi):
    """Answering."""

    @operation(
        "answerPhrase",
        body=PhraseAnswerInput,
        answer=SentPhraseSerializer,
        problems=["not-connected", "not-found", "changed", "fixed"],
    )
    def post(self, request: Request, phrase_id: uuid.UUID) -> Response:
        """Answer what my partner said, once. With `keeps` these words are suggested to me next time."""
        now = timezone.now()
        with reading(self.person.pk):
            row = get_object_or_404(SentPhrase.objects.to(self.seat), pk=phrase_id)
            ready = answering(self.seat, row, now)
        form = self.read(PhraseAnswerInput, form_options={"ready": ready}).form
        return Response(self.shown(verbs.answer(self.seat, phrase_id, form.answered, form.keeps_words, now)))
