"""Thoughts in the API: one's own, in the fields of their four steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import Moment
from basics.api.views import made
from basics.transactions import reading
from journal.lock.api import OwnApi
from journal.thoughts import verbs
from journal.thoughts.forms import LineForm, ThoughtForm
from journal.thoughts.models import Thought
from journal.thoughts.showing import as_seen


class FeltSerializer(serializers.Serializer[Any]):
    """How strong a feeling was before, and how strong it is now."""

    feeling = serializers.CharField(help_text="The word, in the caller's language.")
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)


class ThoughtSerializer(serializers.Serializer[Any]):
    """A thought, as far as its writer came. Nobody else sees it."""

    id = serializers.UUIDField(source="pk")
    begun_at = Moment(help_text="In UTC.")
    said = serializers.DictField(help_text="What was written, by the names under which it is sent.")
    changes = FeltSerializer(many=True)
    next_step = serializers.IntegerField(help_text="The first of the four steps that is open; 0 for none.")


class ThoughtInput(FormSerializer):
    """What happened, one to three feelings, the thought; and, if one likes, what the later steps ask."""

    form_class = ThoughtForm


class ThoughtLineInput(FormSerializer):
    """For what the fairer sentence is to be the caller's own line."""

    form_class = LineForm


class ThoughtsApi(OwnApi):
    """The base of what is about them."""

    def found(self, thought_id: uuid.UUID) -> Thought:
        """Return one of the caller's own; another's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(Thought, pk=thought_id, person=self.person)


def shown(row: Thought) -> dict[str, Any]:
    """Return one as its writer sees it."""
    return ThoughtSerializer(as_seen(row)).data


class Thoughts(ThoughtsApi):
    """The caller's thoughts."""

    @operation("listThoughts", answer=ThoughtSerializer, is_list=True)
    def get(self, request: Request) -> Response:
        """List my thoughts, the newest first."""
        own = Thought.objects.filter(person=self.person).order_by("-begun_at", "-pk")
        return self.listed(own, ThoughtSerializer, as_seen)

    @operation(
        "writeThought", body=ThoughtInput, answer=ThoughtSerializer, status=201, problems=["no-room"], makes_one=True
    )
    def post(self, request: Request) -> Response:
        """Write a thought down. It can stop after the second step, and go on later."""
        form = self.read(ThoughtInput).form
        row = verbs.begin(self.person, form.typed, self.submission(), timezone.now(), self.body_hash())
        return made(shown(row), "api:thought", row.pk)


class OneThought(ThoughtsApi):
    """One of the caller's thoughts."""

    @operation("getThought", answer=ThoughtSerializer, problems=["not-found"])
    def get(self, request: Request, thought_id: uuid.UUID) -> Response:
        """Show a thought of mine."""
        return Response(shown(self.found(thought_id)))

    @operation("changeThought", body=ThoughtInput, answer=ThoughtSerializer, problems=["not-found", "no-room"])
    def put(self, request: Request, thought_id: uuid.UUID) -> Response:
        """Write a thought of mine anew."""
        row = self.found(thought_id)
        return Response(shown(verbs.keep(self.person, row.pk, self.read(ThoughtInput).form.typed)))

    @operation("deleteThought", status=204, problems=["not-found"])
    def delete(self, request: Request, thought_id: uuid.UUID) -> Response:
        """Delete a thought of mine. A line that was made of it stays."""
        verbs.delete(self.person, self.found(thought_id).pk)
        return Response(status=204)


class ThoughtLine(ThoughtsApi):
    """The fairer sentence of one, as the caller's own line."""

    @operation("useThoughtAsLine", body=ThoughtLineInput, answer=ThoughtSerializer, problems=["not-found", "no-room"])
    def put(self, request: Request, thought_id: uuid.UUID) -> Response:
        """Keep its fairer sentence as my line for what set it off."""
        row = self.found(thought_id)
        form = self.read(ThoughtLineInput, form_options={"person_id": self.person.pk}).form
        return Response(shown(verbs.use_as_line(self.person, row.pk, form.cleaned_data["trigger"])))
