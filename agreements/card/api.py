"""The card of the two in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.card.showing import card_of
from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.moments import LocalDay
from couples.seats.api import PartnersApi


class SignatureSerializer(serializers.Serializer[Any]):
    """One of the two."""

    who = WhoField(source="is_mine")
    name = serializers.CharField(help_text="What they are called today.")
    tint = serializers.CharField(help_text="The colour they are shown in: sage or clay.")


class CardSentenceSerializer(serializers.Serializer[Any]):
    """What one agreement says on the card."""

    agreement = serializers.UUIDField(help_text="The `id` of the agreement, which has it in full.")
    text = serializers.CharField(help_text="One sentence in the caller's language; long words are cut, and end in `…`.")


class CardSerializer(serializers.Serializer[Any]):
    """One sheet of what is agreed: the same facts for both, and nothing that is one's alone."""

    signatures = SignatureSerializer(many=True, help_text="In the same order for both.")
    sentences = CardSentenceSerializer(many=True, help_text="What is agreed now; empty while nothing is.")
    since = LocalDay(
        allow_null=True, help_text="Since when all of it holds, in the caller's zone; null while nothing is agreed."
    )


class Card(PartnersApi):
    """The couple's card."""

    @operation("getCard", answer=CardSerializer, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """Show our card: a sentence for each of our agreements."""
        return Response(CardSerializer(card_of(self.seat, timezone.now())).data)
