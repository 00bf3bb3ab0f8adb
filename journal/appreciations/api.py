"""Something good in the API: one's own that wait, and what was given."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.api import WhoField
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import LocalDay
from basics.api.views import made
from basics.transactions import reading
from couples.seats.api import PartnersApi
from journal.appreciations import verbs as appreciating
from journal.appreciations.forms import AppreciationForm
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import AppreciationAsSeen, as_seen, readable_by


class GoodSerializer(serializers.Serializer[Any]):
    """Something good that one of the two wrote down of what the other did."""

    id = serializers.UUIDField(source="pk")
    by = WhoField(source="is_mine")
    what_you_did = serializers.CharField()
    when_it_was = serializers.CharField()
    what_it_meant = serializers.CharField()


class AppreciationSerializer(GoodSerializer):
    """The same, with whether it waits."""

    # No clock time: it would tell for good when the partner was here.
    given_on = LocalDay(
        source="given_at",
        allow_null=True,
        help_text="Since which day both can read it, in the caller's zone; null while it waits for a talk.",
    )
    hint = serializers.CharField(help_text="What could be said more exactly while it waits; empty for nothing.")


class AppreciationInput(FormSerializer):
    """One thing that the partner did; when, and what it meant, if one likes; `now` gives it at once."""

    form_class = AppreciationForm


class AppreciationsApi(PartnersApi):
    """The base of what is about them."""

    def shown(self, row: Appreciation) -> dict[str, Any]:
        """Return one of the caller's own."""
        return AppreciationSerializer(as_seen(row, self.seat)).data

    def found(self, appreciation_id: uuid.UUID) -> AppreciationAsSeen:
        """Return what the caller may read; what waits of the partner's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            rows, see = readable_by(self.seat, timezone.now())
            return see(get_object_or_404(rows, pk=appreciation_id))


class Appreciations(AppreciationsApi):
    """What the two wrote down of each other."""

    @operation("listAppreciations", answer=AppreciationSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List mine that wait for a talk, then what was given by either of us, the newest first."""
        rows, see = readable_by(self.seat, timezone.now())
        return self.listed(rows, AppreciationSerializer, see)

    @operation(
        "writeAppreciation",
        body=AppreciationInput,
        answer=AppreciationSerializer,
        status=201,
        problems=["not-connected", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write down something good for our next talk, or give it now. Ten go at once a day; more wait for the talk."""
        form, now = self.read(AppreciationInput).form, timezone.now()
        is_for_now = form.cleaned_data["now"]
        row = appreciating.write_down(self.seat, form.said, is_for_now, self.submission(), now, self.body_hash())
        return made(self.shown(row), "api:appreciation", row.pk)


class OneAppreciation(AppreciationsApi):
    """One of them."""

    @operation("getAppreciation", answer=AppreciationSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, appreciation_id: uuid.UUID) -> Response:
        """Show one that was given, or one of mine that waits."""
        return Response(AppreciationSerializer(self.found(appreciation_id)).data)

    @operation(
        "changeAppreciation",
        body=AppreciationInput,
        answer=AppreciationSerializer,
        problems=["not-connected", "not-found", "fixed", "no-room"],
    )
    def put(self, request: Request, appreciation_id: uuid.UUID) -> Response:
        """Write one of mine anew while it waits, or give it now after all."""
        if not self.found(appreciation_id).is_mine:
            raise appreciating.GivenAlready
        form = self.read(AppreciationInput).form
        try:
            row = appreciating.change(self.seat, appreciation_id, form.said, form.cleaned_data["now"], timezone.now())
        except Appreciation.DoesNotExist:
            raise Http404 from None
        return Response(self.shown(row))

    @operation("takeAppreciationBack", status=204, problems=["not-connected", "not-found", "fixed"])
    def delete(self, request: Request, appreciation_id: uuid.UUID) -> Response:
        """Take one of mine back while it waits. What was given stays with both of us."""
        try:
            appreciating.take_back(self.seat, appreciation_id, timezone.now())
        except Appreciation.DoesNotExist:
            raise Http404 from None
        return Response(status=204)
