"""The time of a talk in the API: another time, later, skipping one, and a talk now."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer, Text
from basics.api.moments import Moment
from basics.transactions import reading
from checkins.moving import talk_now, verbs
from checkins.moving.forms import LONGEST_LINE, AgreeForm, SuggestForm
from checkins.moving.movable import Movable, Talk
from checkins.moving.showing import asked_between, times_of
from couples.seats.api import PartnersApi


class SuggestionSerializer(serializers.Serializer[Any]):
    """Another time that one of the two suggests."""

    id = serializers.UUIDField(source="pk", help_text="What to answer it by.")
    is_mine = serializers.BooleanField(help_text="Whether the caller suggested it.")
    starts_at = Moment(help_text="The time suggested, in UTC.")
    line = serializers.CharField(help_text="What was written with it; empty for nothing.")
    instead_of = Moment(allow_null=True, help_text="The next talk, whose place it would take as well, if any.")


class LeftOutSerializer(serializers.Serializer[Any]):
    """That a talk was skipped."""

    said = serializers.CharField(help_text="In the caller's language.")
    line = serializers.CharField(help_text="What was written with it; empty for nothing.")


class TimesSerializer(serializers.Serializer[Any]):
    """The time of one meeting, and what the caller can do about it now."""

    starts_at = Moment(help_text="In UTC.")
    zone = serializers.CharField(help_text="Whose clock a new time is given on; empty for the caller's own.")
    is_ahead = serializers.BooleanField(help_text="Whether it can still be moved or skipped.")
    suggestion = SuggestionSerializer(allow_null=True)
    left_as_it_was = Moment(
        allow_null=True, help_text="A time the caller suggested last, and that the other would rather not have."
    )
    is_talked_out = serializers.BooleanField(
        help_text="Whether four times were suggested, and two or more by the caller."
    )
    can_come_later = serializers.BooleanField(help_text="Whether the caller can take 15 minutes more; for talks alone.")
    left_out = LeftOutSerializer(allow_null=True)


class SuggestInput(FormSerializer):
    """Another time, and which suggestion it answers."""

    form_class = SuggestForm
    answering = serializers.UUIDField(
        required=False, allow_null=True, help_text="The suggestion that stood when this one was made; null for none."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let the form read it, which knows no null."""
        return super().validate({name: value for name, value in attrs.items() if value is not None})


class MoveInput(StrictSerializer):
    """Which suggestion or question is answered."""

    id = serializers.UUIDField(help_text="The `id` that was shown.")


class SeenInput(StrictSerializer):
    """The time that the caller saw: what they do is for that one and no other."""

    starts_at = Moment(help_text="The talk's `starts_at` as it was shown.")


class LeaveOutInput(SeenInput):
    """Skipping one, with a line."""

    line = Text(max_length=LONGEST_LINE, allow_blank=True, required=False, default="", help_text="Both see it.")


Answer = Callable[[Movable, Any, uuid.UUID, Any], None]
MOVE_PROBLEMS = ("not-connected", "not-found", "changed")


class TimesApi(PartnersApi):
    """The base of what is about the time of one meeting."""

    sort: type[Movable] = Talk

    def shown(self, meeting_id: uuid.UUID) -> Response:
        """Answer with the time as it is now."""
        movable = self.sort.of(self.seat, meeting_id)
        with reading(self.person.pk):
            seen = times_of(movable, self.seat, timezone.now())
        return Response(TimesSerializer(seen).data)

    def suggest(self, meeting_id: uuid.UUID) -> Response:
        """Suggest another time."""
        movable = self.sort.of(self.seat, meeting_id)
        form = self.read(SuggestInput, form_options={"zone": movable.agreed_zone}).form
        starts_at, line, answering = form.suggested
        verbs.suggest_time(movable, self.seat, starts_at, line, answering, timezone.now())
        return self.shown(meeting_id)

    def answer(self, meeting_id: uuid.UUID, verb: Answer) -> Response:
        """Answer a suggestion by a verb."""
        key = self.read(MoveInput).validated_data["id"]
        verb(self.sort.of(self.seat, meeting_id), self.seat, key, timezone.now())
        return self.shown(meeting_id)

    def skip(self, meeting_id: uuid.UUID) -> Response:
        """Leave it out."""
        sent, movable = self.read(LeaveOutInput).validated_data, self.sort.of(self.seat, meeting_id)
        verbs.leave_out(movable, self.seat, sent["starts_at"], sent["line"].strip(), timezone.now())
        return self.shown(meeting_id)


class Times(TimesApi):
    """The time of a talk."""

    @operation("getTime", answer=TimesSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show the time of a talk and what I can do about it."""
        return self.shown(check_in_id)

    @operation(
        "suggestTime",
        body=SuggestInput,
        answer=TimesSerializer,
        problems=[*MOVE_PROBLEMS, "paused", "unchanged", "too-many-requests"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Suggest another time within two weeks. Until my partner says yes, the talk stays as it is."""
        return self.suggest(check_in_id)


class AcceptTime(TimesApi):
    """A time is good."""

    @operation("acceptTime", body=MoveInput, answer=TimesSerializer, problems=[*MOVE_PROBLEMS, "paused"])
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Say yes to the time that my partner suggests. The talk has it from now on."""
        return self.answer(check_in_id, verbs.accept_time)


class DeclineTime(TimesApi):
    """Leaving a talk where it is."""

    @operation("declineTime", body=MoveInput, answer=TimesSerializer, problems=MOVE_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Leave the talk where it is."""
        return self.answer(check_in_id, verbs.leave_as_it_is)


class TakeTimeBack(TimesApi):
    """Taking back a suggestion."""

    @operation("takeTimeBack", body=MoveInput, answer=TimesSerializer, problems=MOVE_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Take back a time that I suggested, before it is answered."""
        return self.answer(check_in_id, verbs.take_time_back)


class Later(TimesApi):
    """Fifteen minutes more."""

    @operation(
        "comeLater", body=SeenInput, answer=TimesSerializer, problems=[*MOVE_PROBLEMS, "paused", "too-many-requests"]
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Take 15 minutes more, at once; in the last hour before a talk, and once for each of us."""
        seen_at = self.read(SeenInput).validated_data["starts_at"]
        verbs.come_later(Talk.of(self.seat, check_in_id), self.seat, seen_at, timezone.now())
        return self.shown(check_in_id)


class LeaveOut(TimesApi):
    """Skipping one."""

    @operation(
        "leaveOut",
        body=LeaveOutInput,
        answer=TimesSerializer,
        problems=[*MOVE_PROBLEMS, "paused", "too-many-requests"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Skip this one, at once, until its time. What was written goes back to its writers."""
        return self.skip(check_in_id)


class AskedForNowSerializer(serializers.Serializer[Any]):
    """A talk that one of the two asks for now."""

    id = serializers.UUIDField(source="pk", help_text="What to answer it by.")
    is_mine = serializers.BooleanField(help_text="Whether the caller asks.")
    until = Moment(help_text="When it is gone by itself, in UTC.")


class NowSerializer(serializers.Serializer[Any]):
    """Whether a talk is asked for now."""

    asked = AskedForNowSerializer(source="now", allow_null=True)
    not_today = serializers.CharField(help_text="What my partner said where it did not suit today; empty otherwise.")


class AgreeInput(FormSerializer):
    """Saying yes to a talk, now or at a time."""

    form_class = AgreeForm
    form_fields = ("at",)
    id = serializers.UUIDField(help_text="The `id` that was shown.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let the form read it, which calls it by another name."""
        return super().validate({**attrs, "move": str(attrs["id"])})


class NowApi(PartnersApi):
    """The base of what is about a talk now."""

    def shown(self) -> Response:
        """Answer with what is asked."""
        with reading(self.person.pk):
            seen = asked_between(self.seat, timezone.now())
        return Response(NowSerializer(seen).data)


class TalkNow(NowApi):
    """A talk now."""

    @operation("getTalkNow", answer=NowSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Show whether one of us asks for a talk now."""
        return self.shown()

    @operation("askForTalk", answer=NowSerializer, problems=["not-connected", "paused", "too-many-requests"])
    def post(self, request: Request) -> Response:
        """Ask for a talk now; without an answer it is gone after half an hour. If my partner asks too, it begins."""
        talk_now.ask_for_talk(self.seat, timezone.now())
        return self.shown()


class AgreeToTalk(NowApi):
    """Saying yes to a talk."""

    @operation(
        "agreeToTalk", body=AgreeInput, answer=NowSerializer, problems=["not-connected", "paused", "changed", "invalid"]
    )
    def post(self, request: Request) -> Response:
        """Say yes to the talk that my partner asks for: now, or at the next moment my clock shows `at`."""
        form, now = self.read(AgreeInput).form, timezone.now()
        talk_now.agree_to_talk(self.seat, form.move_id, form.starts_at(now), now)
        return self.shown()


class NotToday(NowApi):
    """Not today."""

    @operation("notToday", body=MoveInput, answer=NowSerializer, problems=["not-connected", "changed"])
    def post(self, request: Request) -> Response:
        """Say that it does not suit today."""
        talk_now.not_today(self.seat, self.read(MoveInput).validated_data["id"], timezone.now())
        return self.shown()


class TakeAskingBack(NowApi):
    """Taking back that one asked."""

    @operation("takeAskingBack", body=MoveInput, answer=NowSerializer, problems=["not-connected", "changed"])
    def post(self, request: Request) -> Response:
        """Take back that I asked for a talk now."""
        talk_now.take_asking_back(self.seat, self.read(MoveInput).validated_data["id"], timezone.now())
        return self.shown()
