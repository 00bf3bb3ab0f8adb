"""The look back for oneself, in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from journal.lock.api import OwnApi
from pages.look_back.api import QuarterSerializer, quarter_named
from pages.own_look_back.showing import mine_of


class EasedSaidSerializer(serializers.Serializer[Any]):
    """What the caller said last of one thing that sets them off."""

    on = serializers.DateField()
    about = serializers.CharField()
    sentence = serializers.CharField()


class FairerSerializer(serializers.Serializer[Any]):
    """A fairer sentence of the caller's."""

    on = serializers.DateField()
    words = serializers.CharField()


class GrownSerializer(serializers.Serializer[Any]):
    """How the caller goes on from a beginning of closeness, and how they did a year before that."""

    beginning = serializers.CharField(source="beginning.name")
    text = serializers.CharField(source="beginning.label", help_text="In the caller's language.")
    then = serializers.CharField(source="then.words", default=None, allow_null=True)
    now = serializers.CharField(source="now.words")


class OwnLookBackSerializer(QuarterSerializer):
    """A quarter of the caller's own. Nobody else sees it."""

    eased = EasedSaidSerializer(many=True)
    fairer = FairerSerializer(many=True)
    closeness = GrownSerializer(many=True)


class OwnLookBack(OwnApi):
    """What the caller looks back at for themself."""

    @operation("getOwnLookBack", answer=OwnLookBackSerializer)
    def get(self, request: Request) -> Response:
        """Look back at this quarter, for myself."""
        return Response(OwnLookBackSerializer(mine_of(self.person, None, timezone.now())).data)


class OwnLookBackAt(OwnApi):
    """The same of another quarter."""

    @operation("getOwnLookBackAt", answer=OwnLookBackSerializer, problems=["not-found"])
    def get(self, request: Request, quarter: str) -> Response:
        """Look back at a quarter, such as 2026-4, for myself."""
        return Response(OwnLookBackSerializer(mine_of(self.person, quarter_named(quarter), timezone.now())).data)
