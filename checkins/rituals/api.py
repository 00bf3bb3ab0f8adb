"""The next time of a ritual or of own time in the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.models import Agreement
from basics.api.description import operation
from basics.api.moments import Moment
from basics.transactions import reading
from checkins.moving import verbs
from checkins.moving.api import MOVE_PROBLEMS, LeaveOutInput, MoveInput, SuggestInput, TimesApi, TimesSerializer
from checkins.rituals.moving import MovableOccasion
from checkins.rituals.showing import next_as_seen
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from couples.seats.api import PartnersApi


class LeftOutOccasionSerializer(serializers.Serializer[Any]):
    """One that will not be."""

    starts_at = Moment(help_text="In UTC.")
    line = serializers.CharField(help_text="What was written with it; empty for nothing.")


class NextSerializer(serializers.Serializer[Any]):
    """The next time of a ritual or of own time."""

    has_clock_time = serializers.BooleanField(help_text="Without one nobody is reminded, and there is nothing to move.")
    id = serializers.UUIDField(
        source="occasion_id", allow_null=True, help_text="What to move it by; null where none is ahead."
    )
    minutes = serializers.IntegerField(help_text="How long it takes; 0 where none is ahead.")
    moved_from = Moment(allow_null=True, help_text="The agreed time, where it has another one.")
    can_be_left_out = serializers.BooleanField(
        help_text="Whether the caller may: the other's own time is theirs, and what each has is nobody's to leave out."
    )
    times = TimesSerializer(allow_null=True)
    left_out = LeftOutOccasionSerializer(many=True)


class NextOccasion(PartnersApi):
    """The next time of a ritual or of own time."""

    @operation("getNextOccasion", answer=NextSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show when the next one is of a ritual or of own time that we agreed on."""
        now = timezone.now()
        with reading(self.person.pk):
            in_force = Agreement.objects.of(self.seat).now_in_force(now).filter(kind__in=UPCOMING_OCCASIONS.kinds)
            agreement = get_object_or_404(in_force.with_words(), pk=agreement_id)
            seen = next_as_seen(agreement, self.seat, now)
        return Response(NextSerializer(seen).data)


class OccasionApi(TimesApi):
    """The base of what is about the time of one occasion."""

    sort = MovableOccasion


class OccasionTimes(OccasionApi):
    """The time of one occasion."""

    @operation("getOccasionTime", answer=TimesSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Show the time of one and what I can do about it."""
        return self.shown(occasion_id)

    @operation(
        "suggestOccasionTime",
        body=SuggestInput,
        answer=TimesSerializer,
        problems=[*MOVE_PROBLEMS, "paused", "unchanged", "too-many-requests"],
    )
    def post(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Suggest another time within two weeks. Until my partner says yes, it stays as it is."""
        return self.suggest(occasion_id)


class AcceptOccasionTime(OccasionApi):
    """A time is good."""

    @operation("acceptOccasionTime", body=MoveInput, answer=TimesSerializer, problems=[*MOVE_PROBLEMS, "paused"])
    def post(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Say yes to the time that my partner suggests. It has that time from now on, this once."""
        return self.answer(occasion_id, verbs.accept_time)


class DeclineOccasionTime(OccasionApi):
    """Leaving one where it is."""

    @operation("declineOccasionTime", body=MoveInput, answer=TimesSerializer, problems=MOVE_PROBLEMS)
    def post(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Leave it where it is."""
        return self.answer(occasion_id, verbs.leave_as_it_is)


class TakeOccasionTimeBack(OccasionApi):
    """Taking back a suggestion."""

    @operation("takeOccasionTimeBack", body=MoveInput, answer=TimesSerializer, problems=MOVE_PROBLEMS)
    def post(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Take back a time that I suggested, before it is answered."""
        return self.answer(occasion_id, verbs.take_time_back)


class LeaveOccasionOut(OccasionApi):
    """Leaving one out."""

    @operation(
        "leaveOccasionOut",
        body=LeaveOutInput,
        answer=TimesSerializer,
        problems=[*MOVE_PROBLEMS, "paused", "not-yours", "too-many-requests"],
    )
    def post(self, request: Request, occasion_id: uuid.UUID) -> Response:
        """Leave this one out, at once, until its time. My partner's own time is theirs to give up."""
        return self.skip(occasion_id)
