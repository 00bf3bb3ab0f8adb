"""The pause in the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.pauses import verbs as pauses
from agreements.pauses.models import LONGEST
from agreements.pauses.offers import end_promised, first_offer
from agreements.pauses.showing import pause_as_seen
from basics.api.description import operation
from basics.api.inputs import StrictSerializer, Text, Whole
from basics.api.moments import Moment
from basics.transactions import reading
from couples.seats.api import PartnersApi

SHORTEST_MINUTES = int(pauses.SHORTEST.total_seconds()) // 60
LONGEST_MINUTES = int(LONGEST.total_seconds()) // 60
TOO_MUCH = ("paused-enough", "too-many-requests")


class OfferSerializer(serializers.Serializer[Any]):
    """One way to pause."""

    name = serializers.CharField(help_text="What to send as `offer`.")
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )
    until = Moment(help_text="When it would end if it began now, in UTC.")


class RunningSerializer(serializers.Serializer[Any]):
    """A pause that runs."""

    id = serializers.UUIDField(help_text="Send it to come back from this very pause.")
    until = Moment(source="ends_at", help_text="In UTC. It ends by itself.")
    is_mine = serializers.BooleanField(help_text="Whether the caller took it; only they can come back before its time.")
    speaks_first = serializers.CharField(help_text="Who speaks first after it, by name; empty where nothing is agreed.")
    coping_lines = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the caller tells themself meanwhile; their own, for nobody else.",
    )


class PauseSerializer(serializers.Serializer[Any]):
    """Whether a pause runs, and how to take one."""

    running = RunningSerializer(allow_null=True)
    cool_down = serializers.UUIDField(allow_null=True, help_text="The cool-down agreement in force.")
    offers = OfferSerializer(many=True, help_text="The first is what an empty body starts.")


class PauseInput(StrictSerializer):
    """How long; with neither field, the first offer."""

    offer = Text(
        max_length=20,
        required=False,
        help_text="The name of an offer: a length from now in minutes, or a moment, which is kept.",
    )
    minutes = Whole(
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        required=False,
        help_text="A length of one's own, in minutes.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse two lengths at once."""
        if len(attrs) > 1:
            raise serializers.ValidationError(_("Send an offer or a number of minutes, not both."))
        return attrs


class ReturnInput(StrictSerializer):
    """Which pause; with an empty body, the one that runs."""

    pause = serializers.UUIDField(
        required=False, help_text="The `id` of the pause that was shown. While another one runs, nothing is ended."
    )


class PauseApi(PartnersApi):
    """The base of both addresses."""

    def shown(self, now: datetime) -> Response:
        """Answer with the state of the pause."""
        with reading(self.person.pk):
            seen = pause_as_seen(self.seat, now)
        return Response(PauseSerializer(seen).data)


class PauseNow(PauseApi):
    """The pause that runs now, if any."""

    @operation("getPause", answer=PauseSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Show whether a pause runs and until when, and the ways to take one."""
        return self.shown(timezone.now())

    @operation("startPause", body=PauseInput, answer=PauseSerializer, problems=["not-connected", *TOO_MUCH])
    def post(self, request: Request) -> Response:
        """Take a pause, alone; nobody can veto it. While one runs, answers with that one."""
        now = timezone.now()
        pauses.start_pause(self.seat, self._until(now), now)
        return self.shown(now)

    def _until(self, now: datetime) -> datetime:
        wanted = self.read(PauseInput).validated_data
        if "minutes" in wanted:
            return now + timedelta(minutes=wanted["minutes"])
        return end_promised(wanted["offer"], now) if "offer" in wanted else first_offer(self.seat, now).until


class PauseReturn(PauseApi):
    """Coming back before the time."""

    @operation(
        "returnFromPause",
        body=ReturnInput,
        answer=PauseSerializer,
        problems=["not-connected", "not-yours", "changed"],
    )
    def post(self, request: Request) -> Response:
        """Come back before the time; only the one who took the pause can. Without a pause nothing changes."""
        now = timezone.now()
        pauses.return_early(self.read(ReturnInput).validated_data.get("pause"), self.seat, now)
        return self.shown(now)
