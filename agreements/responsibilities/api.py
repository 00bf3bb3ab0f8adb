"""Who does what, in the API. Nothing in it is counted over more than one responsibility."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from agreements.kinds.responsibility import BOTH, TURNS
from agreements.letters.api import WHO
from agreements.responsibilities import unnoticed, verbs
from agreements.responsibilities.forms import UnnoticedForm
from agreements.responsibilities.models import Unnoticed
from agreements.responsibilities.showing import MINE, THEIRS, one_unnoticed, side_by_side
from basics.answering import none_is_404
from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi

ME, PARTNER = WHO
LIES = {MINE: ME, THEIRS: PARTNER, TURNS: TURNS, BOTH: BOTH}


class LiesField(serializers.ChoiceField):
    """With whom a part of a responsibility lies."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=list(LIES.values()), read_only=True, **options)

    def to_representation(self, lies: Any) -> str:
        """Name the person, or how the two share it."""
        return LIES[lies]


class ResponsibilitySerializer(serializers.Serializer[Any]):
    """One thing that has to be done again and again, as the two agreed on it."""

    agreement = serializers.UUIDField(help_text="The agreement's `id`.")
    called = serializers.CharField(help_text="As the two wrote it.")
    notice = LiesField(source="lies.notice", help_text="With whom noticing that it is time lies.")
    plan = LiesField(source="lies.plan", help_text="With whom planning it lies.")
    do = LiesField(source="lies.do", help_text="With whom doing it lies.")
    turn_of = serializers.ChoiceField(
        choices=WHO, allow_null=True, help_text="Whose turn it is now; null where they take none."
    )
    minutes_a_month = serializers.IntegerField(
        allow_null=True, help_text="Roughly, by the times and minutes that the two gave; null without them."
    )
    is_discussed = serializers.BooleanField(help_text="Whether a letter about it waits for an answer.")

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Say whose turn it is from the caller's side."""
        whose = {True: ME, False: PARTNER, None: None}[row.is_turn_mine]
        return {**super().to_representation(row), "turn_of": whose}


class UnnoticedSerializer(serializers.Serializer[Any]):
    """One thing that nobody notices yet. Who wrote it is not said."""

    id = serializers.UUIDField(source="pk")
    words = serializers.CharField()
    letter = serializers.UUIDField(
        allow_null=True, help_text="The agreement whose letter about it waits for an answer."
    )


class SideBySideSerializer(serializers.Serializer[Any]):
    """Who does what."""

    responsibilities = ResponsibilitySerializer(many=True, source="rows")
    unnoticed = UnnoticedSerializer(many=True)


class SwapInput(StrictSerializer):
    """One of mine, one of my partner's, or one of each."""

    mine = serializers.UUIDField(
        allow_null=True, default=None, help_text="The agreement of which the partner would take over what is mine."
    )
    theirs = serializers.UUIDField(
        allow_null=True, default=None, help_text="The agreement of which I would take over what is theirs."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse nothing at all, and one both ways."""
        if attrs["mine"] == attrs["theirs"]:
            raise serializers.ValidationError(verbs.NothingChosen.message)
        return attrs


class SwappedSerializer(serializers.Serializer[Any]):
    """The letters of a swap, each answered by itself."""

    agreements = serializers.ListField(
        child=serializers.UUIDField(), help_text="The agreements about which a letter waits now."
    )


class UnnoticedInput(FormSerializer):
    """What nobody notices yet."""

    form_class = UnnoticedForm


class Responsibilities(PartnersApi):
    """All of it."""

    @operation("getResponsibilities", answer=SideBySideSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Show who notices, plans and does what, as agreed, and what nobody notices yet."""
        return Response(SideBySideSerializer(side_by_side(self.seat, timezone.now())).data)


class SwapResponsibilities(PartnersApi):
    """Swapping, giving, taking."""

    @operation(
        "swapResponsibilities",
        body=SwapInput,
        answer=SwappedSerializer,
        status=201,
        problems=["not-connected", "changed", "unchanged", "one-already", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Suggest it: a letter for each agreement, tried for four weeks. Both stay as they are until answered."""
        chosen = self.read(SwapInput).validated_data
        keys = (chosen["mine"], chosen["theirs"])
        letters = verbs.swap(self.seat, *keys, self.submission(), timezone.now(), self.body_hash())
        return Response(SwappedSerializer({"agreements": [each.agreement_id for each in letters]}).data, status=201)


class UnnoticedLines(PartnersApi):
    """What nobody notices yet."""

    @operation(
        "writeUnnoticedDown",
        body=UnnoticedInput,
        answer=UnnoticedSerializer,
        status=201,
        problems=["not-connected", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write down something that nobody notices. Both of us see it at once."""
        words = self.read(UnnoticedInput).form.cleaned_data["words"]
        line = unnoticed.write_down(self.seat, words, self.submission(), timezone.now(), self.body_hash())
        with reading(self.person.pk):
            seen = one_unnoticed(self.seat, line.pk, timezone.now())
        return made(UnnoticedSerializer(seen).data, "api:unnoticed", line.pk)


class OneUnnoticed(PartnersApi):
    """One such line."""

    @operation("getUnnoticed", answer=UnnoticedSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, line_id: uuid.UUID) -> Response:
        """Show one thing that nobody notices yet."""
        with none_is_404(Unnoticed.DoesNotExist):
            return Response(UnnoticedSerializer(one_unnoticed(self.seat, line_id, timezone.now())).data)

    @operation("takeUnnoticedAway", status=204, problems=["not-connected", "not-found"])
    def delete(self, request: Request, line_id: uuid.UUID) -> Response:
        """Take it away, whoever of us wrote it."""
        with none_is_404(Unnoticed.DoesNotExist):
            unnoticed.take_away(self.seat, line_id, timezone.now())
        return Response(status=204)


class DraftOfUnnoticed(PartnersApi):
    """Taking one up."""

    @operation(
        "takeUnnoticedUp",
        answer=DraftSerializer,
        status=201,
        problems=["not-connected", "not-found", "one-already", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, line_id: uuid.UUID) -> Response:
        """Begin a draft of mine about it; the line goes once we have both agreed."""
        with none_is_404(Unnoticed.DoesNotExist):
            draft = unnoticed.take_up(self.seat, line_id, self.submission(), timezone.now(), self.body_hash())
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)
