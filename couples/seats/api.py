"""The connection in the API, and the base of what only people with a seat can use."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import LocalDay
from basics.api.problems import Problem
from basics.api.views import Api
from couples.seats import leaving
from couples.seats.access import membership_of
from couples.seats.forms import TintForm
from couples.seats.models import Membership
from couples.seats.showing import show_connection
from couples.seats.tints import choose_tint


class PartnersApi(Api):
    """The base of what only people with a seat can use; `seat` is the caller's."""

    seat: Membership

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Find the caller's seat. Raises Problem `not-connected`."""
        super().initial(request, *args, **kwargs)
        seat = membership_of(self.person)
        if seat is None:
            raise Problem("not-connected")
        self.seat = seat


class PersonSerializer(serializers.Serializer[Any]):
    """A person, as their partner sees them."""

    name = serializers.CharField()
    initials = serializers.CharField()
    tint = serializers.CharField(
        help_text="The colour they are shown in: sage or clay, empty for who is not connected."
    )


class ConnectionSerializer(serializers.Serializer[Any]):
    """Whether I am connected, and with whom."""

    connected = serializers.BooleanField()
    me = PersonSerializer()
    partner = PersonSerializer(allow_null=True)
    connected_on = LocalDay(allow_null=True, help_text="The day, in the caller's zone.")
    closing_untold = serializers.BooleanField(
        help_text="Whether a connection ended that the caller has not put away the line about."
    )


class TintInput(FormSerializer):
    """Which of the two colours is mine; the partner has the other."""

    form_class = TintForm


class Connection(Api):
    """The caller's connection."""

    @operation("getConnection", answer=ConnectionSerializer)
    def get(self, request: Request) -> Response:
        """Show whether I am connected, and both names."""
        shown = show_connection(self.person, membership_of(self.person))
        return Response(ConnectionSerializer(shown).data)

    @operation("chooseTint", body=TintInput, answer=ConnectionSerializer, problems=["not-connected"])
    def patch(self, request: Request) -> Response:
        """Take one of the two colours; my partner gets the other."""
        seat = membership_of(self.person)
        if seat is None:
            raise Problem("not-connected")
        choose_tint(seat, self.read(TintInput).form.chosen, timezone.now())
        return Response(ConnectionSerializer(show_connection(self.person, seat)).data)

    @operation("leave", status=204, problems=["not-connected"])
    def delete(self, request: Request) -> Response:
        """Leave, alone, at once. Nothing is sent."""
        seat = membership_of(self.person)
        if seat is None:
            raise Problem("not-connected")
        leaving.leave(seat, timezone.now())
        return Response(status=204)


class ClosingTold(Api):
    """The one neutral line after the other has left."""

    @operation("putClosingAway", status=204)
    def post(self, request: Request) -> Response:
        """Put the line about an ended connection away."""
        leaving.mark_closing_told(self.person)
        return Response(status=204)
