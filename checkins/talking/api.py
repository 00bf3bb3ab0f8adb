"""Taking turns in the API: where the two are, and the taps that lead on."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer, Text
from basics.transactions import reading
from checkins.answers.api import CheckInsApi
from checkins.rhythm.models import CheckIn
from checkins.talking import verbs as turns
from checkins.talking.forms import ItemForm, TapForm
from checkins.talking.models import LONGEST_KEY
from checkins.talking.showing import turn_as_seen
from checkins.talking.steps import Part
from checkins.talking.verbs import NotAtTheTable
from couples.seats.api import PersonSerializer


class TableItemSerializer(serializers.Serializer[Any]):
    """One thing on the table of a talk."""

    key = serializers.CharField(help_text="By which it is named.")
    title = serializers.CharField()


class TurnSerializer(serializers.Serializer[Any]):
    """Where the two are; the same for both."""

    mark = serializers.UUIDField(help_text="Of this step. A tap names it, and does nothing once both have moved on.")
    part = serializers.ChoiceField(choices=[part.value for part in Part], help_text="What this step asks for.")
    item = TableItemSerializer(allow_null=True, help_text="What it is about; null once all of it was talked about.")
    sentence = serializers.CharField(help_text="What both read, in the caller's language.")
    speaker = PersonSerializer(help_text="Whose turn it is to be heard.")
    listener = PersonSerializer()
    minutes = serializers.IntegerField(help_text="About how long each speaks. Nothing is timed.")
    others = TableItemSerializer(many=True, help_text="What else lies on the table.")


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


class TalkApi(CheckInsApi):
    """The base of what is about taking turns."""

    def shown(self, check_in: CheckIn) -> Response:
        """Answer with where the two are now. Raises NotAtTheTable."""
        with reading(self.person.pk):
            seen = turn_as_seen(check_in, self.seat, timezone.now())
        if seen is None:
            raise NotAtTheTable
        return Response(TurnSerializer(seen).data)


PROBLEMS = ("not-connected", "not-found", "not-open-yet")


class Talk(TalkApi):
    """Taking turns in a talk."""

    @operation("getTurn", answer=TurnSerializer, problems=PROBLEMS)
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show where we are: who speaks and who listens, and about what. Neither typed nor timed."""
        return self.shown(self.found(check_in_id))

    @operation("takeStep", body=TapInput, answer=TurnSerializer, problems=PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Go on from one step, or say it once more; answers with where we are then. Of two taps one counts."""
        check_in = self.found(check_in_id)
        turns.take_step(check_in, self.seat, self.read(TapInput).form.taken, timezone.now())
        return self.shown(check_in)


class TalkAbout(TalkApi):
    """What the turns are about."""

    @operation("talkAbout", body=TalkAboutInput, answer=TurnSerializer, problems=PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Turn to something else on our table; what is not there changes nothing."""
        check_in = self.found(check_in_id)
        item = self.read(TalkAboutInput).form.cleaned_data["item"]
        turns.take_up(check_in, self.seat, item, timezone.now())
        return self.shown(check_in)


class StopTalk(TalkApi):
    """Stopping."""

    @operation(
        "stopTalk",
        body=StopTalkInput,
        status=204,
        problems=["not-connected", "not-found", "paused-enough", "too-many-requests"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Let's stop here: a pause begins at once, known to both; a topic that we had begun waits for our next talk."""
        check_in = self.found(check_in_id)
        item = self.read(StopTalkInput).form.cleaned_data["item"]
        turns.stop_here(check_in, self.seat, item, timezone.now())
        return Response(status=204)
