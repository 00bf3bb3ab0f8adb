"""This week in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.moments import Moment
from basics.transactions import reading
from checkins.week.showing import week_of
from couples.seats.api import PartnersApi


class WeekEntrySerializer(serializers.Serializer[Any]):
    """One line of the week."""

    kind = serializers.CharField(help_text="The kind of agreement that it comes from.")
    agreement = serializers.UUIDField(
        source="agreement_id", allow_null=True, help_text="Null for a talk that comes from no rhythm."
    )
    what = serializers.CharField(help_text="In the caller's language; of a ritual the words agreed on.")
    day = serializers.DateField(allow_null=True, help_text="On the caller's clock; null for what comes on any day.")
    at = Moment(allow_null=True, help_text="In UTC; null for what has no clock time.")
    minutes = serializers.IntegerField(help_text="How long it takes, as agreed.")
    moved_from = Moment(allow_null=True, help_text="The agreed time, where it was put at another one.")
    is_left_out = serializers.BooleanField(help_text="Whether one of the two left this one out.")


class WeekSerializer(serializers.Serializer[Any]):
    """Seven days, as agreed on. Whether anything was done is kept nowhere."""

    first_day = serializers.DateField(source="today", help_text="Today, on the caller's clock.")
    results = WeekEntrySerializer(source="in_order", many=True)


class ThisWeek(PartnersApi):
    """This week."""

    @operation("getWeek", answer=WeekSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Show the seven days from today, as our agreements have them."""
        with reading(self.person.pk):
            shown = week_of(self.seat, timezone.now())
        return Response(WeekSerializer(shown).data)
