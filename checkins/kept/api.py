"""What is kept, in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import LocalDay
from basics.transactions import reading
from checkins.kept.forms import SearchForm
from checkins.kept.showing import found_in_kept, kept_words
from couples.seats.api import PartnersApi
from journal.appreciations.api import GoodSerializer
from journal.needs.api import NeedSerializer


class KeptSerializer(serializers.Serializer[Any]):
    """One thing that is kept: something good, or what one of the two took with them from a talk."""

    # No clock time: it would tell for good when the partner was here.
    at = LocalDay(help_text="Since which day both can read it, in the caller's zone.")
    by = WhoField(source="is_mine")
    good = GoodSerializer(allow_null=True, help_text="Something good; null for anything else.")
    take_away = serializers.CharField(help_text="What was taken along; empty for anything else.")
    needs = NeedSerializer(many=True, help_text="What they need most, as a talk opened it; empty for anything else.")
    check_in = serializers.UUIDField(source="check_in_id", allow_null=True, help_text="From which talk it is.")


class FoundSerializer(KeptSerializer):
    """One thing that was found among it."""


class SearchInput(FormSerializer):
    """Some words of it."""

    form_class = SearchForm


class Kept(PartnersApi):
    """What is kept."""

    @operation("listKept", answer=KeptSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what felt good and what we took with us, the newest first."""
        return self.listed(kept_words(self.seat, timezone.now()), KeptSerializer)


class SearchKept(PartnersApi):
    """A search in it."""

    @operation("searchKept", body=SearchInput, answer=FoundSerializer, is_list=True, problems=["not-connected"])
    def post(self, request: Request) -> Response:
        """Find what has each of these words in it, the newest first; fifty at most. Nothing of the search is kept."""
        words = self.read(SearchInput).form.cleaned_data["words"]
        with reading(self.person.pk):
            found = found_in_kept(words, self.seat, timezone.now())
        return self.listed(found, FoundSerializer)
