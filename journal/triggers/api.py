"""Cards in the API: what one's own entries say of what sets one off. Nobody else sees any of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import LocalDay
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi
from journal.lock.api import OwnApi
from journal.triggers import verbs
from journal.triggers.forms import EasedForm, HelpsForm
from journal.triggers.found import card_or_404
from journal.triggers.showing import cards_of


class CountSerializer(serializers.Serializer[Any]):
    """A number, and the entries behind it: those of these days, on the caller's clock."""

    number = serializers.IntegerField()
    first = serializers.DateField(source="narrowing.first")
    last = serializers.DateField(source="narrowing.last")
    day = serializers.CharField(
        source="narrowing.day", help_text="0 for Mondays to 6, weekday, weekend; empty for any day."
    )
    hours = serializers.ListField(
        source="narrowing.hours",
        child=serializers.IntegerField(),
        allow_null=True,
        help_text="From which hour to which, the second not among them; null for any.",
    )


class TriggerCardSerializer(serializers.Serializer[Any]):
    """One thing that sets the caller off."""

    trigger = serializers.CharField()
    called = serializers.CharField(source="label", help_text="In the caller's language, or in their own words.")
    weeks = serializers.IntegerField()
    total = CountSerializer()
    together = CountSerializer(allow_null=True, help_text="Those that fall into the same days or hours, if enough do.")
    most_often = serializers.ListField(child=serializers.CharField())


class ComparedSerializer(serializers.Serializer[Any]):
    """What was written down before an agreement and lately. It is not what happened."""

    weeks = serializers.IntegerField()
    before = CountSerializer(allow_null=True, help_text="Null where too little was written down to tell.")
    since = CountSerializer(allow_null=True)
    strengths = serializers.ListField(
        child=serializers.CharField(), help_text="How strong it mostly was, before and since; empty where not clear."
    )


class OneTriggerCardSerializer(serializers.Serializer[Any]):
    """The same with all that belongs to it."""

    card = TriggerCardSerializer()
    line = serializers.CharField(help_text="What the caller tells themself.")
    agreement = serializers.UUIDField(source="rule.agreement_id", allow_null=True, default=None)
    is_asked = serializers.BooleanField(help_text="Whether it is time to say whether it has eased.")
    answer = serializers.CharField(help_text="What was answered last: easier, same or harder; empty for nothing.")
    answered_on = LocalDay(source="last.at", allow_null=True, default=None)
    compared = ComparedSerializer(allow_null=True)


class EasedInput(FormSerializer):
    """Whether it has eased: easier, same or harder."""

    form_class = EasedForm


class HelpsInput(FormSerializer):
    """What helps, for the other to read."""

    form_class = HelpsForm


class Triggers(OwnApi):
    """The caller's cards."""

    @operation("listTriggers", answer=TriggerCardSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List what sets me off, the most frequent first: noted thrice in eight weeks, or agreed about for four."""
        with reading(self.person.pk):
            found = cards_of(self.person, timezone.now())
        return Response(TriggerCardSerializer([drawn.card for drawn in found.cards], many=True).data)


class OneTrigger(OwnApi):
    """One of the caller's cards."""

    @operation("getTrigger", answer=OneTriggerCardSerializer, problems=["not-found"])
    def get(self, request: Request, trigger: str) -> Response:
        """Show one of my cards."""
        return Response(OneTriggerCardSerializer(card_or_404(self.person, trigger)).data)


class TriggerDraft(OwnApi):
    """An agreement about it."""

    @operation(
        "draftAboutTrigger",
        answer=DraftSerializer,
        status=201,
        problems=["not-found", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, trigger: str) -> Response:
        """Begin a draft of mine about it. Nobody else sees it."""
        card_or_404(self.person, trigger)
        draft = verbs.draft_about(self.person, trigger, self.submission(), timezone.now())
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)


class TriggerEased(OwnApi):
    """Whether it has eased."""

    @operation("sayEased", body=EasedInput, answer=OneTriggerCardSerializer, problems=["not-found", "no-room"])
    def put(self, request: Request, trigger: str) -> Response:
        """Say whether it has eased, for myself alone."""
        card_or_404(self.person, trigger)
        verbs.answer_eased(self.person, trigger, self.read(EasedInput).form.cleaned_data["answer"], timezone.now())
        return Response(OneTriggerCardSerializer(card_or_404(self.person, trigger)).data)


class TriggerCopy(OwnApi, PartnersApi):
    """A copy of the card, without any number."""

    @operation(
        "showTrigger",
        body=HelpsInput,
        status=204,
        problems=["not-connected", "not-found", "no-room", "too-many-requests"],
    )
    def post(self, request: Request, trigger: str) -> Response:
        """Show my partner what sets me off, and what helps. I can take it back at any time."""
        card_or_404(self.person, trigger)
        helps = self.read(HelpsInput).form.cleaned_data["helps"]
        verbs.show_card(self.seat, trigger, helps, self.submission(), timezone.now())
        return Response(status=204)


class EasedCopy(OwnApi, PartnersApi):
    """A copy of how it went, without any number."""

    @operation(
        "showEased", status=204, problems=["invalid", "not-connected", "not-found", "no-room", "too-many-requests"]
    )
    def post(self, request: Request, trigger: str) -> Response:
        """Show my partner how it went, as I answered. I can take it back at any time."""
        card_or_404(self.person, trigger)
        verbs.show_eased(self.seat, trigger, self.submission(), timezone.now())
        return Response(status=204)
