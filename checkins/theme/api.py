"""Comparing what each needs most, in the API."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.views import made
from basics.transactions import reading
from checkins.rhythm.models import CheckIn
from checkins.theme.drafting import draft_about
from checkins.theme.forms import RowForm
from checkins.theme.showing import compares_needs, theme_of
from checkins.theme.verbs import compare_needs, compare_no_more
from couples.seats.api import PartnersApi
from journal.needs.api import NeedSerializer


class ThemeSerializer(serializers.Serializer[Any]):
    """Whether we compare at a talk what we need most, and what of mine goes into it."""

    is_set = serializers.BooleanField()
    not_today = serializers.BooleanField(help_text="Whether the caller said that theirs does not go in.")
    is_in = serializers.BooleanField(help_text="Whether the caller's is in, with their answers.")


class ComparedNeedSerializer(NeedSerializer):
    """One need of one of us."""

    their_place = serializers.IntegerField(help_text="In which place the other one has it; 0 for none.")


class NeedsOfSerializer(serializers.Serializer[Any]):
    """What one of us put in; none for "not today", whatever that comes from."""

    by = WhoField(source="is_mine")
    needs = ComparedNeedSerializer(many=True)


class NeedsComparedSerializer(serializers.Serializer[Any]):
    """Both, in the same order for both; none where we started without writing."""

    lists = NeedsOfSerializer(many=True)


class RowInput(FormSerializer):
    """Which row a letter is to be about, and as which kind; without a kind of the one that fits."""

    form_class = RowForm


class ThemeApi(PartnersApi):
    """The base of what is about a talk's theme."""

    def found(self, check_in_id: uuid.UUID) -> CheckIn:
        """Return one of the couple's talks; a stranger's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(CheckIn.objects.of(self.seat), pk=check_in_id)

    def shown(self, check_in: CheckIn) -> Response:
        """Answer with its theme as it is now."""
        with reading(self.person.pk):
            return Response(ThemeSerializer(theme_of(check_in, self.seat, compares_needs(check_in))).data)


THEME_PROBLEMS = ("not-connected", "not-found", "closed-for-answers")


class ThemeOfTalk(ThemeApi):
    """Whether we compare at one talk what we need."""

    @operation("getTheme", answer=ThemeSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show whether we compare at this talk what we need most."""
        return self.shown(self.found(check_in_id))

    @operation("compareNeeds", answer=ThemeSerializer, problems=THEME_PROBLEMS)
    def put(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Let us compare at this talk what we need most. Both of us see that we will."""
        check_in = self.found(check_in_id)
        compare_needs(check_in, self.seat, timezone.now())
        return self.shown(check_in)

    @operation("compareNoMore", status=204, problems=THEME_PROBLEMS)
    def delete(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Do not compare it at this talk. What was put in is in no more, also if we choose to compare it again."""
        compare_no_more(self.found(check_in_id), self.seat, timezone.now())
        return Response(status=204)


class DraftOfNeed(ThemeApi):
    """A letter about a row of what was compared."""

    @operation(
        "beginDraftOfNeed",
        body=RowInput,
        answer=DraftSerializer,
        status=201,
        problems=["not-connected", "not-found", "no-room"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Begin a draft of mine about something that one of us needs. Sent again, it answers with the same draft."""
        check_in, form = self.found(check_in_id), self.read(RowInput).form
        row = form.cleaned_data["need"], form.is_mine
        draft = draft_about(check_in, self.seat, *row, timezone.now(), form.chosen_kind)
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)
