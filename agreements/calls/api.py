"""Calls in the API: by which rules the caller may ask, what they asked, and what they are asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.calls import verbs as calling
from agreements.calls.forms import AnswerForm, AskForm, LaterForm, SavedAnswerForm
from agreements.calls.offers import offers_of_later
from agreements.calls.showing import (
    CallAsSeen,
    State,
    as_seen,
    call_as_seen,
    callable_rules_of,
    calls_there,
    saved_answer,
)
from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import Moment
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi

PROBLEMS = ("not-connected", "not-found")


class CallableRuleSerializer(serializers.Serializer[Any]):
    """An agreement by which the caller may ask for an answer."""

    agreement = serializers.UUIDField(source="agreement_id")
    title = serializers.CharField(help_text="For these two people's eyes.")
    asks_for = serializers.CharField(help_text="What was agreed on, in its writer's words.")
    within_minutes = serializers.IntegerField()
    open_call = serializers.UUIDField(allow_null=True, help_text="The call that is open by it. There is one at most.")


class LaterSerializer(serializers.Serializer[Any]):
    """A time that who is asked may name."""

    name = serializers.CharField(help_text="What to send as `offer`.")
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )
    at = Moment(help_text="In UTC.")


class CallSerializer(serializers.Serializer[Any]):
    """One of us asks for the answer that we agreed on. It is gone for both of us a week after it is over."""

    id = serializers.UUIDField()
    agreement = serializers.UUIDField(source="agreement_id")
    by = WhoField(source="is_mine")
    state = serializers.ChoiceField(
        choices=[state.value for state in State],
        help_text="`over` for who is asked: there is nothing to answer any more.",
    )
    title = serializers.CharField(help_text="For these two people's eyes.")
    asks_for = serializers.CharField(help_text="What was agreed on, in its writer's words.")
    within_minutes = serializers.IntegerField()
    a_line_is_enough = serializers.BooleanField()
    line = serializers.CharField(help_text="What was written with it; empty for nothing.")
    due_at = Moment(help_text="By when an answer was agreed on; nights are left out by the agreement's clock. In UTC.")
    nights_left_out = serializers.BooleanField()
    time_is_over = serializers.BooleanField(help_text="For who asks alone. An answer may still come.")
    promised_at = Moment(allow_null=True, help_text="When who is asked wants to answer, in UTC.")
    answer = serializers.CharField(help_text="Empty for none.")
    coping_line = serializers.CharField(help_text="The caller's own, for nobody else; empty without one.")
    saved_answer = serializers.CharField(help_text="The caller's own for next time, for nobody else.")
    offers = serializers.SerializerMethodField(help_text="Times that the caller may name, while they may.")
    days_left = serializers.IntegerField(help_text="In how many days it is gone for both of us; 0 while it waits.")

    @extend_schema_field(LaterSerializer(many=True))
    def get_offers(self, seen: CallAsSeen) -> Any:
        """Return the times to name, for who is asked."""
        found = offers_of_later(seen.zone, timezone.now()) if seen.may_hold else ()
        return LaterSerializer(found, many=True).data


class AskInput(FormSerializer):
    """By which agreement, and a line if one likes."""

    form_class = AskForm
    form_fields = ("line",)
    agreement = serializers.UUIDField()


class CallAnswerInput(FormSerializer):
    """An answer, and whether it is kept as the caller's own for next time."""

    form_class = AnswerForm
    form_fields = ("words", "keeps")


class CallLaterInput(FormSerializer):
    """When the caller will answer: the name of a time that is offered, or a time by the agreement's clock."""

    form_class = LaterForm


class SavedAnswerInput(FormSerializer):
    """What the caller likes to answer; empty for nothing."""

    form_class = SavedAnswerForm


class SavedAnswerSerializer(serializers.Serializer[Any]):
    """What the caller likes to answer by an agreement; their own, for nobody else."""

    words = serializers.CharField(help_text="Empty for none.")


class CallsApi(PartnersApi):
    """The base of what is about one call."""

    def shown(self, call_id: uuid.UUID) -> dict[str, Any]:
        """Return one that the caller may read; another's, an unknown one and what is gone answer the same 404."""
        with reading(self.person.pk):
            return CallSerializer(call_as_seen(self.seat, call_id, timezone.now())).data

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 404 for a call or an agreement that is none for the caller."""
        return super().handle_exception(Http404() if isinstance(exc, ObjectDoesNotExist) else exc)


class CallableRules(PartnersApi):
    """The rules by which the caller may ask."""

    @operation("listCallableRules", answer=CallableRuleSerializer(many=True), problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List the agreements by which I may ask for an answer, by title."""
        rules = callable_rules_of(self.seat, timezone.now())
        return Response(CallableRuleSerializer(rules, many=True).data)


class MySavedAnswer(CallsApi):
    """What the caller likes to answer by an agreement."""

    @operation("getSavedAnswer", answer=SavedAnswerSerializer, problems=PROBLEMS)
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show what I like to answer by it."""
        return Response({"words": saved_answer(self.seat, agreement_id)})

    @operation("keepSavedAnswer", body=SavedAnswerInput, answer=SavedAnswerSerializer, problems=[*PROBLEMS, "no-room"])
    def put(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Keep what I like to answer by it; an empty text removes it. Nothing is sent."""
        words = self.read(SavedAnswerInput).form.cleaned_data["words"]
        calling.keep_answer(self.seat, agreement_id, words)
        return Response({"words": words})


class Calls(CallsApi):
    """What the two ask of each other."""

    @operation("listCalls", answer=CallSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what I asked and what I am asked, in the order in which it was asked, until a week after it is over."""
        now = timezone.now()
        return self.listed(calls_there(self.seat, now), CallSerializer, lambda call: as_seen(call, self.seat, now))

    @operation(
        "askForAnswer",
        body=AskInput,
        answer=CallSerializer,
        status=201,
        problems=[*PROBLEMS, "paused", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Ask for the answer that we agreed on. While one is open by that agreement, answers with that one."""
        asked = self.read(AskInput)
        agreement, line = asked.validated_data["agreement"], asked.form.cleaned_data["line"]
        call = calling.ask(self.seat, agreement, line, self.submission(), timezone.now(), self.body_hash())
        return made(self.shown(call.pk), "api:call", call.pk)


class OneCall(CallsApi):
    """One of them."""

    @operation("getCall", answer=CallSerializer, problems=PROBLEMS)
    def get(self, request: Request, call_id: uuid.UUID) -> Response:
        """Show what I asked, or am asked. Looking changes nothing."""
        return Response(self.shown(call_id))

    @operation("closeCall", status=204, problems=PROBLEMS)
    def delete(self, request: Request, call_id: uuid.UUID) -> Response:
        """It's all right now: close what I asked. Nobody is told; what is over stays as it is."""
        calling.close(self.seat, call_id, timezone.now())
        return Response(status=204)


class AnswerCall(CallsApi):
    """The answer."""

    @operation(
        "answerCall", body=CallAnswerInput, answer=CallSerializer, problems=[*PROBLEMS, "changed", "fixed", "no-room"]
    )
    def post(self, request: Request, call_id: uuid.UUID) -> Response:
        """Answer what I am asked. It stays as it is."""
        sent = self.read(CallAnswerInput).form.cleaned_data
        calling.answer(self.seat, call_id, sent["words"], sent["keeps"], timezone.now())
        return Response(self.shown(call_id))


class HoldCall(CallsApi):
    """A time for it."""

    @operation("holdCall", body=CallLaterInput, answer=CallSerializer, problems=[*PROBLEMS, "changed", "fixed"])
    def post(self, request: Request, call_id: uuid.UUID) -> Response:
        """Busy now: say when I will answer, twice at most. It reminds me and nobody else."""
        form, now = self.read(CallLaterInput).form, timezone.now()
        with reading(self.person.pk):
            zone = call_as_seen(self.seat, call_id, now).zone
        calling.hold(self.seat, call_id, form.promised(zone, now), now, self.submission())
        return Response(self.shown(call_id))
