"""The pause in the API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.pauses import returning
from agreements.pauses import verbs as pauses
from agreements.pauses.extending import ask_for_more
from agreements.pauses.forms import AboutForm, MoreForm, WriteForm
from agreements.pauses.limits import SHORTEST
from agreements.pauses.models import LONGEST
from agreements.pauses.offers import agreed, agreed_cool_down, end_promised, first_offer
from agreements.pauses.returning import FEELINGS
from agreements.pauses.showing import pause_as_seen
from basics.api.description import operation
from basics.api.inputs import Choice, FormSerializer, StrictSerializer, Text, Whole
from basics.api.moments import Moment
from basics.transactions import reading
from couples.seats.api import PartnersApi

SHORTEST_MINUTES = int(SHORTEST.total_seconds()) // 60
LONGEST_MINUTES = int(LONGEST.total_seconds()) // 60
TOO_MUCH = ("paused-enough", "too-many-requests")
RETURN_PROBLEMS = ("not-connected", "changed", "fixed")


class OfferSerializer(serializers.Serializer[Any]):
    """One way to pause."""

    name = serializers.CharField(help_text="What to send as `offer`.")
    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="In the caller's language."
    )
    until = Moment(help_text="When it would end if it began now, in UTC.")


class RunningSerializer(serializers.Serializer[Any]):
    """A pause that runs."""

    id = serializers.UUIDField(help_text="Send it so that what you do is about this very pause.")
    until = Moment(source="ends_at", help_text="In UTC. It ends by itself.")
    is_mine = serializers.BooleanField(
        help_text="Whether the time that is left is the caller's: only then they end it."
    )
    needed_by = serializers.CharField(help_text="Who needs the time that is left, by name; empty for one's own.")
    speaks_first = serializers.CharField(help_text="Who speaks first after it, by name; empty where nothing is agreed.")
    coping_lines = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the caller tells themself meanwhile; their own, for nobody else.",
    )
    slip_until = Moment(allow_null=True, help_text="Until then nobody else knows, and ending it leaves no trace.")
    about = serializers.CharField(help_text="What the caller wrote it is about; sealed.")
    more = OfferSerializer(many=True, help_text="Ways to ask for more time, from ten minutes before the end.")


class WrittenSerializer(serializers.Serializer[Any]):
    """What one person wrote for the return."""

    about = serializers.CharField()
    chosen = serializers.ListField(child=serializers.CharField(), help_text="Feelings, by their names.")
    felt = serializers.CharField()
    need = serializers.CharField()


class OpenedSerializer(serializers.Serializer[Any]):
    """A page that is open to both."""

    name = serializers.CharField()
    is_mine = serializers.BooleanField()
    about = serializers.CharField()
    feelings = serializers.ListField(child=serializers.CharField(), help_text="In the caller's language.")
    felt = serializers.CharField()
    need = serializers.CharField()


class BackSerializer(serializers.Serializer[Any]):
    """How to come back from the last pause."""

    id = serializers.UUIDField()
    ended_at = Moment()
    leads_back = serializers.BooleanField(help_text="For two hours after the end, unless the caller put it away.")
    speaks_first = serializers.CharField(help_text="By name; empty where nothing is agreed.")
    more = OfferSerializer(many=True, help_text="Ways to ask for more time, for an hour; each may once.")
    mine = WrittenSerializer(help_text="What the caller wrote; nobody else reads it before both are in.")
    is_in = serializers.BooleanField(help_text="Whether the caller's page is in.")
    opened = OpenedSerializer(many=True, help_text="Both pages, once both are in.")
    gone_at = Moment(
        help_text="When this page goes, or before with a new pause; what one wrote is an entry of one's own then."
    )


class PauseSerializer(serializers.Serializer[Any]):
    """Whether a pause runs, how to come back from the last one, and how to take one."""

    running = RunningSerializer(allow_null=True)
    back = BackSerializer(allow_null=True)
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


def which() -> serializers.UUIDField:
    """Return the field that says which pause is meant."""
    return serializers.UUIDField(
        required=False, help_text="The `id` of the pause that was shown. While another one runs, nothing happens."
    )


class ReturnInput(StrictSerializer):
    """Which pause; with an empty body, the one that runs."""

    pause = which()


class PauseMoreInput(FormSerializer):
    """How much more: one of the ways offered, a length in minutes, or a time on the agreed clock."""

    form_class = MoreForm
    pause = which()


class PauseAboutInput(FormSerializer):
    """What it is about; an empty line takes it away."""

    form_class = AboutForm
    pause = which()


class ReturnPageInput(FormSerializer):
    """What I write before we talk."""

    form_class = WriteForm
    pause = which()

    def get_fields(self) -> dict[str, Any]:
        """Take feelings as a list."""
        feelings = Choice(choices=list(FEELINGS))
        return {**super().get_fields(), "chosen": serializers.ListField(child=feelings, required=False)}


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
        pauses.start_pause(self.seat, self._until(now), now, self.submission(self.seat.couple_id))
        return self.shown(now)

    def _until(self, now: datetime) -> datetime:
        wanted = self.read(PauseInput).validated_data
        if "minutes" in wanted:
            return now + timedelta(minutes=wanted["minutes"])
        return end_promised(wanted["offer"], now) if "offer" in wanted else first_offer(self.seat, now).until


class PauseExtend(PauseApi):
    """More time."""

    @operation(
        "askForMoreTime", body=PauseMoreInput, answer=PauseSerializer, problems=["not-connected", "changed", *TOO_MUCH]
    )
    def post(self, request: Request) -> Response:
        """Not yet: ask for more time, once a pause, from ten minutes before its end to an hour after it."""
        now = timezone.now()
        form = self.read(PauseMoreInput).form
        more = form.more(agreed(agreed_cool_down(self.seat, now)), now)
        ask_for_more(form.pause_id, self.seat, more, now)
        return self.shown(now)


class PauseAbout(PauseApi):
    """What the pause is about."""

    @operation("keepAbout", body=PauseAboutInput, answer=PauseSerializer, problems=RETURN_PROBLEMS)
    def put(self, request: Request) -> Response:
        """Keep one line on what it is about, sealed for the return."""
        now = timezone.now()
        form = self.read(PauseAboutInput).form
        returning.keep_about(form.pause_id, self.seat, form.cleaned_data["about"], now)
        return self.shown(now)


class PauseReturn(PauseApi):
    """Coming back."""

    @operation(
        "returnFromPause",
        body=ReturnInput,
        answer=PauseSerializer,
        problems=["not-connected", "not-yours", "changed"],
    )
    def post(self, request: Request) -> Response:
        """End what I asked for before its time; a slip leaves nothing. Without a pause nothing changes."""
        now = timezone.now()
        pauses.return_early(self.read(ReturnInput).validated_data.get("pause"), self.seat, now)
        return self.shown(now)

    @operation("handInReturnPage", body=ReturnPageInput, answer=PauseSerializer, problems=RETURN_PROBLEMS)
    def put(self, request: Request) -> Response:
        """Hand in my page. It opens with the other's; until then it can be changed."""
        now = timezone.now()
        form = self.read(ReturnPageInput).form
        returning.hand_in_page(form.pause_id, self.seat, form.written, now)
        return self.shown(now)

    @operation("putReturnPageAway", status=204, problems=["not-connected", "changed"])
    def delete(self, request: Request) -> Response:
        """We're talking: the page steps back, for me alone."""
        returning.put_away(None, self.seat, timezone.now())
        return Response(status=204)
