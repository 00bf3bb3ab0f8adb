"""Taking turns in the API: where the two are, and the taps that lead on."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.pauses.models import Pause
from basics.api.description import operation
from basics.api.inputs import FormSerializer, Text
from basics.transactions import reading
from checkins.answers.api import CheckInsApi
from checkins.talking import verbs as turns
from checkins.talking.forms import ItemForm, TapForm
from checkins.talking.models import LONGEST_KEY
from checkins.talking.places import AfterPause, AtTable, Place
from checkins.talking.showing import turn_as_seen
from checkins.talking.steps import Part
from checkins.talking.verbs import NoTurnsHere
from couples.seats.api import PersonSerializer


class ThingSerializer(serializers.Serializer[Any]):
    """One thing on the table of a talk."""

    key = serializers.CharField(help_text="By which it is named.")
    title = serializers.CharField()


class TurnSerializer(serializers.Serializer[Any]):
    """Where the two are; the same for both."""

    mark = serializers.UUIDField(help_text="Of this step. A tap names it, and does nothing once both have moved on.")
    part = serializers.ChoiceField(choices=[part.value for part in Part], help_text="What this step asks for.")
    item = ThingSerializer(allow_null=True, help_text="What it is about; null once all of it was talked about.")
    sentence = serializers.CharField(help_text="What both read, in the caller's language.")
    speaker = PersonSerializer(help_text="Whose turn it is to be heard.")
    listener = PersonSerializer()
    minutes = serializers.IntegerField(help_text="About how long each speaks. Nothing is timed.")
    others = ThingSerializer(many=True, help_text="What else lies on the table.")


def _item(said: str) -> Text:
    """Return the field that names an item; the two serializers say what for."""
    return Text(max_length=LONGEST_KEY, required=False, allow_blank=True, help_text=said)


class TapInput(FormSerializer):
    """A tap."""

    form_class = TapForm
    mark = serializers.UUIDField(help_text="Of the step that it is made on.")
    item = _item("At `ready`: the `key` of what the two begin with.")


class TalkAboutInput(FormSerializer):
    """Something else on the table."""

    form_class = ItemForm
    item = _item("The `key` of what the two turn to.")


class StopTalkInput(FormSerializer):
    """Where the talk stops."""

    form_class = ItemForm
    item = _item("The `key` of what the two are at: a topic waits for the next talk.")


class TurnsApi(CheckInsApi):
    """The base of what is about taking turns."""

    def table(self, check_in_id: uuid.UUID) -> Place:
        """Return the table of one of the couple's check-ins; a stranger's and an unknown one answer the same 404."""
        return AtTable(self.found(check_in_id).pk)

    def pause(self, pause_id: uuid.UUID) -> Place:
        """Return where the two come back from a pause of theirs, in the same way."""
        with reading(self.person.pk):
            return AfterPause(get_object_or_404(Pause.objects.seen_by(self.seat, timezone.now()), pk=pause_id).pk)

    def shown(self, place: Place) -> Response:
        """Answer with where the two are now. Raises NoTurnsHere."""
        with reading(self.person.pk):
            seen = turn_as_seen(place, self.seat, timezone.now())
        if seen is None:
            raise NoTurnsHere
        return Response(TurnSerializer(seen).data)

    def tapped(self, place: Place) -> Response:
        """Take the step in the body. Raises NoTurnsHere, ValidationError."""
        turns.take_step(place, self.seat, self.read(TapInput).form.taken, timezone.now())
        return self.shown(place)

    def stopped(self, place: Place) -> Response:
        """Pause, and leave the item in the body. Raises PauseRefused, ValidationError."""
        item = self.read(StopTalkInput).form.cleaned_data["item"]
        turns.stop_here(place, self.seat, item, timezone.now())
        return Response(status=204)


PROBLEMS = ("not-connected", "not-found", "not-open-yet")
TAP_PROBLEMS = (*PROBLEMS, "paused")
STOP_PROBLEMS = ("not-connected", "not-found", "paused-enough", "too-many-requests")


class Talk(TurnsApi):
    """Taking turns in a talk."""

    @operation("getTurn", answer=TurnSerializer, problems=PROBLEMS)
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show where we are: who speaks and who listens, and about what. Neither typed nor timed."""
        return self.shown(self.table(check_in_id))

    @operation("takeStep", body=TapInput, answer=TurnSerializer, problems=TAP_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Go on from one step, or say it once more; answers with where we are then. Of two taps one counts."""
        return self.tapped(self.table(check_in_id))


class TalkAbout(TurnsApi):
    """What the turns are about."""

    @operation("talkAbout", body=TalkAboutInput, answer=TurnSerializer, problems=TAP_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Turn to something else on our table; what is not there changes nothing."""
        place, item = self.table(check_in_id), self.read(TalkAboutInput).form.cleaned_data["item"]
        turns.take_up(place, self.seat, item, timezone.now())
        return self.shown(place)


class StopTalk(TurnsApi):
    """Stopping a talk."""

    @operation("stopTalk", body=StopTalkInput, status=204, problems=STOP_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Let's stop here: a pause begins at once, known to both; a topic that we had begun waits for our next talk."""
        return self.stopped(self.table(check_in_id))


class PauseTalk(TurnsApi):
    """Taking turns on coming back from a pause."""

    @operation("getTurnAfterPause", answer=TurnSerializer, problems=PROBLEMS)
    def get(self, request: Request, pause_id: uuid.UUID) -> Response:
        """Show where we are with what we paused; there once both our pages are open."""
        return self.shown(self.pause(pause_id))

    @operation("takeStepAfterPause", body=TapInput, answer=TurnSerializer, problems=TAP_PROBLEMS)
    def post(self, request: Request, pause_id: uuid.UUID) -> Response:
        """Go on from one step, or say it once more, as in a talk. First begins who speaks first by our agreement."""
        return self.tapped(self.pause(pause_id))


class StopPauseTalk(TurnsApi):
    """Stopping that."""

    @operation("stopAfterPause", body=StopTalkInput, status=204, problems=STOP_PROBLEMS)
    def post(self, request: Request, pause_id: uuid.UUID) -> Response:
        """Let's stop here: a new pause begins at once, known to both. What we wrote about the last one is deleted."""
        return self.stopped(self.pause(pause_id))
