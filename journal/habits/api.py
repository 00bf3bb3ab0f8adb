"""Habits in the API: one's own, at most three. Nothing asks whether one was kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import ClockTime, FormSerializer
from basics.api.views import made
from basics.transactions import reading
from journal.habits import verbs
from journal.habits.forms import HabitForm
from journal.habits.models import Habit
from journal.habits.showing import as_seen, rows_of
from journal.lock.api import OwnApi


class HabitSerializer(serializers.Serializer[Any]):
    """What the caller does for their body."""

    id = serializers.UUIDField(source="pk")
    words = serializers.CharField()
    at = ClockTime(allow_null=True, help_text="When I am reminded, by my own clock.")


class HabitInput(FormSerializer):
    """What one does, and when one wants to be reminded; without a time nobody reminds."""

    form_class = HabitForm


def shown(row: Habit) -> dict[str, Any]:
    """Return one as its owner sees it."""
    return HabitSerializer(as_seen(row)).data


class Habits(OwnApi):
    """The caller's habits."""

    @operation("listHabits", answer=HabitSerializer, is_list=True, problems=["not-allowed"])
    def get(self, request: Request) -> Response:
        """List mine, whether or not they are switched on."""
        return self.listed(rows_of(self.person.pk), HabitSerializer, as_seen)

    @operation(
        "writeHabit",
        body=HabitInput,
        answer=HabitSerializer,
        status=201,
        problems=["not-allowed", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write one down, three at most. That switches them on."""
        said = self.read(HabitInput).form.cleaned_data
        row = verbs.add(self.person, said["words"], said["at"], self.submission(), timezone.now(), self.body_hash())
        return made(shown(row), "api:habit", row.pk)


class OneHabit(OwnApi):
    """One of them."""

    @operation("getHabit", answer=HabitSerializer, problems=["not-allowed", "not-found"])
    def get(self, request: Request, habit_id: uuid.UUID) -> Response:
        """Show one of mine."""
        with reading(self.person.pk):
            return Response(shown(get_object_or_404(rows_of(self.person.pk), pk=habit_id)))

    @operation("changeHabit", body=HabitInput, answer=HabitSerializer, problems=["not-allowed", "not-found"])
    def put(self, request: Request, habit_id: uuid.UUID) -> Response:
        """Word it otherwise, or give it another time."""
        said = self.read(HabitInput).form.cleaned_data
        return Response(shown(verbs.change(self.person, habit_id, said["words"], said["at"], timezone.now())))

    @operation("deleteHabit", status=204, problems=["not-allowed", "not-found"])
    def delete(self, request: Request, habit_id: uuid.UUID) -> Response:
        """Delete it for good."""
        verbs.delete(self.person, habit_id)
        return Response(status=204)
