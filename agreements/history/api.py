"""How an agreement came to be, in the API."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.history.showing import history_of
from agreements.letters.api import AgreementsApi
from basics.api.description import operation
from basics.transactions import reading


class ChangeSerializer(serializers.Serializer[Any]):
    """One sentence, before and after; null where there was none."""

    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)


class EntrySerializer(serializers.Serializer[Any]):
    """One version that both accepted."""

    on = serializers.DateField(help_text="The day, by the clock of the words.")
    version = serializers.CharField(help_text="The `id` of the version.")
    suggested_by = serializers.CharField(help_text="The name of that day.")
    accepted_by = serializers.CharField(help_text="The name of that day.")
    until = serializers.DateField(allow_null=True, help_text="The last day on which it was to be tried.")
    is_kept = serializers.BooleanField(help_text="Whether both let the same words go on.")
    changes = ChangeSerializer(many=True, source="changes.changes", default=(), help_text="Empty for the first words.")


class HistorySerializer(serializers.Serializer[Any]):
    """An agreement as a story, the newest first. Both read the same."""

    entries = EntrySerializer(many=True)
    ended_on = serializers.DateField(allow_null=True)
    tried_until = serializers.DateField(allow_null=True)
    began_from = serializers.UUIDField(allow_null=True, help_text="The agreement that was begun again as this one.")


class AgreementHistory(AgreementsApi):
    """How it came to be."""

    @operation("getHistory", answer=HistorySerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, agreement_id: uuid.UUID) -> Response:
        """Show the words that we both accepted, the newest first."""
        agreement = self.found(agreement_id)
        with reading(self.person.pk):
            return Response(HistorySerializer(history_of(agreement)).data)
