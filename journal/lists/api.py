"""One's own lists in the API: lines for oneself at one address, what feeds one at another."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.views import made
from basics.transactions import reading
from journal.lists import verbs
from journal.lists.forms import ItemForm, ListForm
from journal.lists.lists import ALL, FEEDING, LINES, OwnList
from journal.lists.models import OwnItem, OwnItemQuerySet
from journal.lists.showing import as_seen, items_of
from journal.lock.api import OwnApi


class LineSerializer(serializers.Serializer[Any]):
    """A line that the caller wrote for themselves."""

    id = serializers.UUIDField(source="pk")
    words = serializers.CharField()


class FeedingSerializer(LineSerializer):
    """Something of what feeds the caller."""

    list = serializers.ChoiceField(choices=[each.name for each in FEEDING], source="list_name")


class LineOfMineInput(FormSerializer):
    """One line."""

    form_class = ItemForm


class NewFeedingForm(ListForm, ItemForm):
    """One line, and the list it is for."""


class FeedingInput(FormSerializer):
    """One line, and which of the three lists it is for."""

    form_class = NewFeedingForm


class ItemsApi(OwnApi):
    """The base of what stands in some of the lists."""

    lists: Collection[OwnList]
    serializer: type[LineSerializer]
    route: str

    def rows(self) -> OwnItemQuerySet:
        """Return what stands in them."""
        return items_of(self.person.pk, self.lists)

    def found(self, item_id: uuid.UUID) -> OwnItem:
        """Return one of the caller's own; another's, an unknown one, one of another list answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(self.rows(), pk=item_id)

    def shown(self, row: OwnItem) -> dict[str, Any]:
        """Return one as its owner sees it."""
        return self.serializer(as_seen(row)).data

    def added(self, own_list: OwnList, words: str) -> Response:
        """Write one down, and answer with it."""
        row = verbs.add(self.person, own_list, words, self.submission(), timezone.now(), self.body_hash())
        return made(self.shown(row), self.route, row.pk)

    def changed(self, item_id: uuid.UUID) -> Response:
        """Word one otherwise, and answer with it."""
        words = self.read(LineOfMineInput).form.cleaned_data["words"]
        return Response(self.shown(verbs.change(self.person, self.found(item_id).pk, words)))

    def deleted(self, item_id: uuid.UUID) -> Response:
        """Delete one."""
        verbs.delete(self.person, self.found(item_id).pk, timezone.now())
        return Response(status=204)


class LinesApi(ItemsApi):
    """Lines for oneself."""

    lists, serializer, route = (ALL[LINES],), LineSerializer, "api:own_line"


class FeedingApi(ItemsApi):
    """What feeds one."""

    lists, serializer, route = FEEDING, FeedingSerializer, "api:one_feeding"


class Lines(LinesApi):
    """The caller's lines."""

    @operation("listLines", answer=LineSerializer, is_list=True, problems=["not-allowed"])
    def get(self, request: Request) -> Response:
        """List mine, in my order."""
        return self.listed(self.rows(), LineSerializer, as_seen)

    @operation(
        "writeLine",
        body=LineOfMineInput,
        answer=LineSerializer,
        status=201,
        problems=["not-allowed", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write one down, fifty at most. What stands there already is not written twice."""
        return self.added(ALL[LINES], self.read(LineOfMineInput).form.cleaned_data["words"])


class OneLine(LinesApi):
    """One of them."""

    @operation("getLine", answer=LineSerializer, problems=["not-allowed", "not-found"])
    def get(self, request: Request, item_id: uuid.UUID) -> Response:
        """Show one of mine."""
        return Response(self.shown(self.found(item_id)))

    @operation("changeLine", body=LineOfMineInput, answer=LineSerializer, problems=["not-allowed", "not-found"])
    def put(self, request: Request, item_id: uuid.UUID) -> Response:
        """Word it otherwise."""
        return self.changed(item_id)

    @operation("deleteLine", status=204, problems=["not-allowed", "not-found"])
    def delete(self, request: Request, item_id: uuid.UUID) -> Response:
        """Delete it."""
        return self.deleted(item_id)


class Feeding(FeedingApi):
    """What feeds the caller."""

    @operation("listFeeding", answer=FeedingSerializer, is_list=True, problems=["not-allowed"])
    def get(self, request: Request) -> Response:
        """List all of the three lists, in my order."""
        return self.listed(self.rows(), FeedingSerializer, as_seen)

    @operation(
        "writeFeeding",
        body=FeedingInput,
        answer=FeedingSerializer,
        status=201,
        problems=["not-allowed", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write one down, twenty in each list at most."""
        said = self.read(FeedingInput).form.cleaned_data
        return self.added(ALL[said["list"]], said["words"])


class OneFeeding(FeedingApi):
    """One of them."""

    @operation("getFeeding", answer=FeedingSerializer, problems=["not-allowed", "not-found"])
    def get(self, request: Request, item_id: uuid.UUID) -> Response:
        """Show one of mine."""
        return Response(self.shown(self.found(item_id)))

    @operation("changeFeeding", body=LineOfMineInput, answer=FeedingSerializer, problems=["not-allowed", "not-found"])
    def put(self, request: Request, item_id: uuid.UUID) -> Response:
        """Word it otherwise."""
        return self.changed(item_id)

    @operation("deleteFeeding", status=204, problems=["not-allowed", "not-found"])
    def delete(self, request: Request, item_id: uuid.UUID) -> Response:
        """Delete it."""
        return self.deleted(item_id)
