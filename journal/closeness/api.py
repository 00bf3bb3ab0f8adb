"""Closeness in the API: one's own sentences."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.transactions import reading
from couples.seats.api import PartnersApi
from journal.closeness import verbs
from journal.closeness.forms import SentenceForm, SentencesForm
from journal.closeness.showing import closeness_of
from journal.lock.api import OwnApi


class ClosenessSentenceSerializer(serializers.Serializer[Any]):
    """One sentence of the caller's own."""

    id = serializers.UUIDField(source="pk")
    words = serializers.CharField()
    written_on = serializers.DateField(help_text="The day, by the clock of the caller's home then.")


class ClosenessSerializer(serializers.Serializer[Any]):
    """One beginning, and how the caller goes on from it. Nobody else sees that."""

    beginning = serializers.CharField(source="beginning.name")
    text = serializers.CharField(source="beginning.label", help_text="In the caller's language.")
    examples = serializers.ListField(child=serializers.CharField(), source="beginning.examples")
    now = ClosenessSentenceSerializer(allow_null=True, help_text="What was written within a year; null for nothing.")
    then = ClosenessSentenceSerializer(allow_null=True, help_text="What was written a year ago; null for nothing.")
    sentences = ClosenessSentenceSerializer(many=True, help_text="All of them, the newest first.")


class ClosenessInput(FormSerializer):
    """How the caller goes on from a beginning."""

    form_class = SentenceForm


class ClosenessCopyInput(FormSerializer):
    """Which of the four are shown, as they stand now."""

    form_class = SentencesForm


class Closeness(OwnApi):
    """The four beginnings."""

    @operation("listCloseness", answer=ClosenessSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the four beginnings, and how I go on from each: now, and a year ago."""
        with reading(self.person.pk):
            found = closeness_of(self.person, timezone.now())
        return Response(ClosenessSerializer(found, many=True).data)


class OneCloseness(OwnApi):
    """One of the four."""

    @operation("writeCloseness", body=ClosenessInput, answer=ClosenessSerializer, problems=["not-found", "no-room"])
    def put(self, request: Request, beginning: str) -> Response:
        """Write how I go on from a beginning. What I wrote more than a month ago stays, and stands beside in a year."""
        self._found(beginning)
        verbs.go_on(self.person, beginning, self.read(ClosenessInput).form.cleaned_data["words"], timezone.now())
        return Response(self._found(beginning))

    def _found(self, name: str) -> dict[str, Any]:
        with reading(self.person.pk):
            found = closeness_of(self.person, timezone.now())
        one = next((each for each in found if each.beginning.name == name), None)
        if one is None:
            raise Http404
        return ClosenessSerializer(one).data


class OneClosenessSentence(OwnApi):
    """One of the caller's sentences."""

    @operation("deleteClosenessSentence", status=204, problems=["not-found"])
    def delete(self, request: Request, sentence_id: uuid.UUID) -> Response:
        """Delete a sentence of mine. What was shown of it stays until I take it back."""
        verbs.delete(self.person, sentence_id)
        return Response(status=204)


class ClosenessCopies(OwnApi, PartnersApi):
    """A copy of some of them."""

    @operation(
        "showCloseness",
        body=ClosenessCopyInput,
        status=204,
        problems=["invalid", "not-connected", "no-room", "too-many-requests"],
    )
    def post(self, request: Request) -> Response:
        """Show my partner what I wrote within a year, of the beginnings that I choose. I can take it back."""
        chosen = self.read(ClosenessCopyInput).form.cleaned_data["sentences"]
        verbs.show_closeness(self.seat, chosen, self.submission(), timezone.now())
        return Response(status=204)
