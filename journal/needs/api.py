"""What the caller needs most, in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.kinds.fields import LONGEST_LINE
from basics.api.description import operation
from basics.api.inputs import Choice, StrictSerializer, Text
from basics.transactions import reading
from journal.lock.api import OwnApi
from journal.needs.ranking import Ranked
from journal.needs.showing import ranking_of
from journal.needs.verbs import rank_anew
from journal.words import needs


class NeedSerializer(serializers.Serializer[Any]):
    """One need in its place."""

    place = serializers.IntegerField(help_text="Counted from 1, which weighs most.")
    need = serializers.CharField(help_text="Its name, by which it is sent.")
    called = serializers.CharField(source="label", help_text="In the caller's language.")
    line = serializers.CharField(help_text="In its owner's words.")


class OfferedNeedSerializer(serializers.Serializer[Any]):
    """One need that can be chosen."""

    need = serializers.CharField()
    called = serializers.CharField(source="label", help_text="In the caller's language.")


class RankingSerializer(serializers.Serializer[Any]):
    """What the caller needs most. Nobody else sees it."""

    ranked = NeedSerializer(many=True)
    offered = OfferedNeedSerializer(many=True)


class NeedInput(StrictSerializer):
    """One need, and a line to it."""

    need = Choice(choices=[word.name for word in needs()])
    line = Text(max_length=LONGEST_LINE, allow_blank=True, required=False, default="")


class RankingInput(StrictSerializer):
    """What the caller needs most, what weighs most first; five at most."""

    ranked = NeedInput(many=True)


class MyNeeds(OwnApi):
    """What the caller needs most."""

    def shown(self) -> Response:
        """Answer with it as it is now."""
        with reading(self.person.pk):
            return Response(RankingSerializer(ranking_of(self.person.pk)).data)

    @operation("getMyNeeds", answer=RankingSerializer)
    def get(self, request: Request) -> Response:
        """Show what I need most, and what I can choose from."""
        return self.shown()

    @operation("rankMyNeeds", body=RankingInput, answer=RankingSerializer, problems=["no-room"])
    def put(self, request: Request) -> Response:
        """Let this be what I need most, in this order. What is sealed for a talk already stays as it was."""
        ranked = self.read(RankingInput).validated_data["ranked"]
        rank_anew(self.person, [Ranked(**each) for each in ranked])
        return self.shown()
