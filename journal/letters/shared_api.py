"""Letters that both have, in the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import LocalDay
from basics.transactions import reading
from couples.seats.api import PartnersApi
from journal.letters import answering, sending
from journal.letters.forms import AnswerForm
from journal.letters.models import ComposedLetter
from journal.letters.showing import readable_by
from journal.lock.api import shows_own


class SaidSerializer(serializers.Serializer[Any]):
    """What a letter says."""

    what_happened = serializers.CharField()
    feelings = serializers.ListField(child=serializers.CharField(), help_text="The names of words for feelings.")
    felt = serializers.CharField(help_text="In words of one's own.")
    needs = serializers.ListField(child=serializers.CharField(), help_text="The names of words for needs.")
    needed = serializers.CharField(help_text="In words of one's own.")
    would_you = serializers.CharField(help_text="What it asks for; empty for nothing.")


class ComposedLetterSerializer(serializers.Serializer[Any]):
    """A letter that one of the two wrote."""

    id = serializers.UUIDField(source="pk")
    by = WhoField(source="is_mine")
    said = SaidSerializer()
    # No clock time, as in all that both have: it would tell when somebody was here.
    given_on = LocalDay(
        source="given_at",
        allow_null=True,
        help_text="Since which day both can read it, in the caller's zone; null while it waits for a talk.",
    )
    answer = serializers.CharField(help_text="What the other wrote back; empty for nothing.")


class LetterAnswerInput(FormSerializer):
    """What to write back."""

    form_class = AnswerForm


class ComposedLettersApi(PartnersApi):
    """The base of what is about them."""

    def readable(self) -> Any:
        """Return what the caller may read, and how each is seen; what waits is their own, and behind its lock."""
        return readable_by(self.seat, timezone.now(), with_waiting=shows_own(self.request))

    def shown(self, letter_id: uuid.UUID) -> dict[str, Any]:
        """Return what the caller may read; what waits of the partner's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            rows, see = self.readable()
            return ComposedLetterSerializer(see(get_object_or_404(rows, pk=letter_id))).data


class ComposedLetters(ComposedLettersApi):
    """What the two wrote each other."""

    @operation("listComposedLetters", answer=ComposedLetterSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List mine that wait for a talk, then what was sent by either of us, the newest first.

        To a browser whose own pages are locked, mine that wait are nowhere.
        """
        rows, see = self.readable()
        return self.listed(rows, ComposedLetterSerializer, see)


class OneComposedLetter(ComposedLettersApi):
    """One of them."""

    @operation("getComposedLetter", answer=ComposedLetterSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Show one that was sent, or one of mine that waits."""
        return Response(self.shown(letter_id))

    @operation("takeComposedLetterBack", status=204, problems=["not-connected", "not-found", "fixed"])
    def delete(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Take back one of mine that waits for a talk: it is among my drafts again, under the same id."""
        self.shown(letter_id)
        try:
            sending.take_back(self.seat, letter_id, timezone.now())
        except ComposedLetter.DoesNotExist:
            raise Http404 from None
        return Response(status=204)


class AnswerComposedLetter(ComposedLettersApi):
    """Writing back."""

    @operation(
        "answerComposedLetter",
        body=LetterAnswerInput,
        answer=ComposedLetterSerializer,
        problems=["not-connected", "not-found", "not-yours", "fixed", "paused"],
    )
    def post(self, request: Request, letter_id: uuid.UUID) -> Response:
        """Answer a letter of my partner's in words, once. The same words again change nothing."""
        self.shown(letter_id)
        form = self.read(LetterAnswerInput).form
        answering.answer(self.seat, letter_id, form.cleaned_data["answer"], timezone.now())
        return Response(self.shown(letter_id))
