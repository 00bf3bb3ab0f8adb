"""The look back in the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from checkins.kept.forms import QuarterForm
from checkins.kept.showing import Quarter
from couples.seats.api import PartnersApi
from pages.look_back.showing import ours_of


class TurningSerializer(serializers.Serializer[Any]):
    """What was agreed, changed or let go."""

    on = serializers.DateField(help_text="The day, by the clock of the words.")
    agreement = serializers.UUIDField()
    heading = serializers.CharField(help_text="What it is.")
    title = serializers.CharField(help_text="What tells it from others.")


class TakenSerializer(serializers.Serializer[Any]):
    """What one of the two took with them from a talk."""

    on = serializers.DateField(help_text="The day of the talk.")
    by = serializers.CharField(source="writer.name", help_text="The name of who wrote it.")
    words = serializers.CharField()


class FeltGoodSerializer(serializers.Serializer[Any]):
    """What one of the two wrote down that the other did."""

    on = serializers.DateField(help_text="The day on which both could read it.")
    by = serializers.CharField(source="giver.name", help_text="The name of who wrote it.")
    what_you_did = serializers.CharField()
    when_it_was = serializers.CharField()
    what_it_meant = serializers.CharField()


class QuarterSerializer(serializers.Serializer[Any]):
    """Which months it is of, and where there is more."""

    quarter = serializers.CharField(source="quarter.name", help_text="Such as 2026-4.")
    months = serializers.CharField(source="quarter.said", help_text="In the caller's language.")
    before = serializers.CharField(
        source="before.name", default=None, allow_null=True, help_text="The nearest one before it with anything in it."
    )
    after = serializers.CharField(
        source="after.name", default=None, allow_null=True, help_text="The nearest one after it with anything in it."
    )


class LookBackSerializer(QuarterSerializer):
    """A quarter of the two. Both get the same."""

    agreed = TurningSerializer(many=True)
    changed = TurningSerializer(many=True, help_text="In its words from then on.")
    let_go = TurningSerializer(many=True, help_text="Ended by either, or by itself.")
    taken = TakenSerializer(many=True)
    good = FeltGoodSerializer(many=True)


def quarter_named(name: str) -> Quarter | None:
    """Return the quarter that an address names; None for no name. Raises Http404 for what names none."""
    quarter = QuarterForm({"quarter": name}).wanted
    if name and quarter is None:
        raise Http404
    return quarter


class LookBack(PartnersApi):
    """What the two look back at."""

    @operation("getLookBack", answer=LookBackSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Look back at this quarter, the two of us."""
        return Response(LookBackSerializer(ours_of(self.seat, None, timezone.now())).data)


class LookBackAt(PartnersApi):
    """The same of another quarter."""

    @operation("getLookBackAt", answer=LookBackSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, quarter: str) -> Response:
        """Look back at a quarter, such as 2026-4, the two of us."""
        return Response(LookBackSerializer(ours_of(self.seat, quarter_named(quarter), timezone.now())).data)
