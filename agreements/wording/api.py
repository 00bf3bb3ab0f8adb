"""Wording hints in the API: nothing of what is sent is kept."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.wording.forms import LONGEST_TEXT
from agreements.wording.hints import hints_for
from agreements.wording.rules import RULES
from basics.api.description import operation
from basics.api.inputs import StrictSerializer, Text
from basics.api.views import Api

LONGEST_NAME = 40


class WordingInput(StrictSerializer):
    """A text, and which field of the terms it is for."""

    text = Text(max_length=LONGEST_TEXT, allow_blank=True, help_text="What is written there, such as “You must call.”")
    field = Text(
        max_length=LONGEST_NAME,
        required=False,
        default="please",
        help_text="As terms name it; `when` and `feel` are looked through for absolutes alone.",
    )


class HintSerializer(serializers.Serializer[Any]):
    """One sentence to look at once more."""

    rule = serializers.ChoiceField(choices=RULES, source="found.rule")
    sentence = serializers.CharField(source="found.sentence")
    start = serializers.IntegerField(source="found.start", help_text="Where in the sentence the words begin.")
    end = serializers.IntegerField(source="found.end", help_text="Where they end.")
    says = serializers.CharField(help_text="In the caller's language.")


class WordingSerializer(serializers.Serializer[Any]):
    """The hints about a text: one, or none."""

    hints = HintSerializer(many=True)


class Wording(Api):
    """Hints about the wording of terms."""

    @operation("checkWording", body=WordingInput, answer=WordingSerializer)
    def post(self, request: Request) -> Response:
        """Look through a text that is being written. Hints refuse nothing, and nothing of it is kept."""
        sent = self.read(WordingInput).validated_data
        return Response(WordingSerializer({"hints": hints_for({sent["field"]: sent["text"]})}).data)
