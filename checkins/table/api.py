"""The table of a talk in the API. Before the opening it is not there, whatever either has done."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from agreements.trials.fitting import Told
from basics.api.description import operation
from basics.refusals import Refusal
from basics.transactions import reading
from checkins.agenda.api import OnTheTableSerializer
from checkins.answers.api import CheckInsApi
from checkins.table.reading import Read
from checkins.table.showing import PARTS, Table, TableItem, table_of
from checkins.theme.api import NeedsComparedSerializer
from checkins.tries.api import TrySerializer
from journal.appreciations.api import GoodSerializer
from journal.letters.shared_api import ComposedLetterSerializer


class NoTableYet(Refusal):
    """The two are not at it."""

    name = "not-open-yet"
    message = _("The table is there once your answers are open.")


class ReadSerializer(serializers.Serializer[Any]):
    """One person's answer to one question."""

    by = serializers.SerializerMethodField()
    words = serializers.CharField()
    not_today = serializers.BooleanField()
    aloud = serializers.BooleanField(help_text="Whether its writer says it instead.")

    def get_by(self, read: Read) -> str:
        """Name the person."""
        return WhoField().to_representation(read.person.pk == self.context["me"])


class ReadOutSerializer(serializers.Serializer[Any]):
    """One question, with both answers in the order in which they are read out; none where nobody wrote."""

    prompt = serializers.CharField(help_text="The prompt's name.")
    question = serializers.CharField(help_text="In the caller's language.")
    answers = ReadSerializer(many=True, source="reads")


class HowItWentSerializer(serializers.Serializer[Any]):
    """What one of us showed of how it went."""

    by = serializers.SerializerMethodField()
    about = serializers.CharField(help_text="In the caller's language: what set them off.")
    words = serializers.CharField(help_text="In the caller's language.")

    def get_by(self, told: Told) -> str:
        """Name the person."""
        return WhoField().to_representation(told.giver.pk == self.context["me"])


class FitSerializer(serializers.Serializer[Any]):
    """One agreement that may be changed or let go."""

    id = serializers.UUIDField(source="agreement.pk")
    called = serializers.CharField(source="agreement.called_agreed", help_text="In the caller's language.")
    told = HowItWentSerializer(many=True, help_text="What we have shown each other of how it went.")


class LaidItemSerializer(serializers.Serializer[Any]):
    """One thing on the table."""

    key = serializers.CharField(help_text="The same for both.")
    part = serializers.ChoiceField(choices=[*PARTS], help_text="To what part of the table it belongs.")
    title = serializers.CharField(help_text="In the caller's language, or somebody's words.")
    minutes = serializers.IntegerField(help_text="About how long it takes when the whole table is talked over.")
    in_ten_minutes = serializers.SerializerMethodField()
    felt_good = GoodSerializer(many=True, source="appreciations")
    tries = TrySerializer(many=True)
    topic = OnTheTableSerializer(allow_null=True)
    letter = ComposedLetterSerializer(allow_null=True)
    compared = NeedsComparedSerializer(allow_null=True, help_text="What each of us needs most, where we compare it.")
    fits = FitSerializer(many=True, help_text="What is agreed and looked at once a quarter; what nobody touches stays.")
    questions = ReadOutSerializer(many=True, source="read_outs")

    def get_in_ten_minutes(self, item: TableItem) -> int | None:
        """Return about how long it takes within ten minutes in all; null where it stays out of them."""
        short: dict[str, int] = self.context["short"]
        return short.get(item.key)


class TableSerializer(serializers.Serializer[Any]):
    """What the two have before them, in its order."""

    items = LaidItemSerializer(many=True)


def _printed(table: Table, me: int) -> dict[str, Any]:
    short = {item.key: item.minutes for item in table.ten_minutes}
    return TableSerializer(table, context={"me": me, "short": short}).data


class TableOfTalk(CheckInsApi):
    """The table of one talk."""

    @operation("getTable", answer=TableSerializer, problems=["not-connected", "not-found", "not-open-yet"])
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show what lies on the table of a talk that has opened, in its order, the same for both of us."""
        check_in = self.found(check_in_id)
        with reading(self.person.pk):
            table = table_of(check_in, self.seat, timezone.now())
        if not table.items:
            raise NoTableYet
        return Response(_printed(table, self.person.pk))
