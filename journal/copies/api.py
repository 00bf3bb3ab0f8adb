"""Copies in the API: what the two show each other."""

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
from basics.api.moments import LocalDay
from basics.transactions import reading
from couples.seats.api import PartnersApi
from journal.copies.models import ShownCopy
from journal.copies.showing import copy_as_seen, rows_of
from journal.copies.verbs import take_back


class PassageSerializer(serializers.Serializer[Any]):
    """One thing that a copy says."""

    label = serializers.CharField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        help_text="What the service calls it; it may be empty."
    )
    text = serializers.CharField()


class CopySerializer(serializers.Serializer[Any]):
    """What one of the two showed the other of their own."""

    id = serializers.UUIDField(source="pk")
    by = WhoField(source="is_mine")
    kind = serializers.CharField()
    passages = PassageSerializer(many=True)
    shown_on = LocalDay(source="shown_at", help_text="The day, in the caller's zone.")
    fixed = serializers.BooleanField(source="is_fixed", help_text="Whether it stays as it is, unless it is taken back.")


class Copies(PartnersApi):
    """What the two show each other."""

    @operation("listCopies", answer=CopySerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List what is shown by either of us, the newest first. What was taken back is nowhere."""
        now = timezone.now()
        return self.listed(rows_of(self.seat), CopySerializer, lambda row: copy_as_seen(row, self.seat, now))


class OneCopy(PartnersApi):
    """One of them."""

    @operation("getCopy", answer=CopySerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, copy_id: uuid.UUID) -> Response:
        """Show one."""
        with reading(self.person.pk):
            row = get_object_or_404(rows_of(self.seat), pk=copy_id)
        return Response(CopySerializer(copy_as_seen(row, self.seat, timezone.now())).data)

    @operation("takeCopyBack", status=204, problems=["not-connected", "not-found"])
    def delete(self, request: Request, copy_id: uuid.UUID) -> Response:
        """Take one of mine back: from now on it is nowhere."""
        try:
            take_back(self.seat, copy_id, timezone.now())
        except ShownCopy.DoesNotExist:
            raise Http404 from None
        return Response(status=204)
