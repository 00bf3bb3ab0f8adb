"""What one noticed in the API: for its owner alone."""

from __future__ import annotations

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.letters.private_lines import line_for
from basics.api.description import operation
from basics.api.inputs import FormSerializer
from basics.api.moments import Moment
from basics.api.problems import Problem
from basics.api.views import made
from basics.transactions import reading
from couples.seats.access import membership_of
from journal.copies.api import CopySerializer
from journal.copies.showing import copy_as_seen
from journal.entries import tags as tagging
from journal.entries import verbs as noticing
from journal.entries.forms import EntryForm, LineForm, NewEntryForm, SizeForm
from journal.entries.models import Entry
from journal.entries.reading import as_read, rows_of
from journal.entries.shown import show_entry
from journal.lock.api import OwnApi


class NoticedSerializer(serializers.Serializer[Any]):
    """What the caller felt at one time, and what they say of it. Nobody else ever reads it."""

    id = serializers.UUIDField(source="pk")
    at = Moment()
    feeling = serializers.CharField(help_text="One of 36 words; empty where only words of one's own were kept.")
    family = serializers.CharField()
    strength = serializers.IntegerField(allow_null=True, help_text="From 0, a little, to 3, hardly bearable.")
    words = serializers.ListField(child=serializers.CharField(), help_text="Further words for the same feeling.")
    trigger = serializers.CharField(help_text="What set it off: a name of `listTags`, or empty.")
    trigger_label = serializers.CharField()
    text = serializers.CharField()
    thought = serializers.CharField()


class WholeNoticedSerializer(NoticedSerializer):
    """The same, with what the caller tells themselves when this sets them off."""

    line = serializers.CharField(help_text="The line for what set it off, else the newest agreement's; or empty.")


class TagSerializer(serializers.Serializer[Any]):
    """What can set one off."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes fields out of the class
    own = serializers.BooleanField(source="is_own", help_text="Whether it is in the caller's own words.")


class NewEntryInput(FormSerializer):
    """One word, and whatever else is to be said of it; without a day and a time it is now."""

    form_class = NewEntryForm


class EntryInput(FormSerializer):
    """What is to be said anew; what is not sent stays."""

    form_class = EntryForm
    is_change = True


class LineInput(FormSerializer):
    """What the caller tells themselves when this sets them off; empty takes it away."""

    form_class = LineForm


class SizeInput(FormSerializer):
    """How much of it a copy says."""

    form_class = SizeForm


class EntriesApi(OwnApi):
    """The base of what is about them."""

    def found(self, entry_id: uuid.UUID) -> Entry:
        """Return one of the caller's own; another's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(rows_of(self.person.pk), pk=entry_id)

    def shown(self, row: Entry) -> dict[str, Any]:
        """Return one with the line for what set it off."""
        entry = as_read(row)
        with reading(self.person.pk):
            line = line_for(self.person.pk, entry.trigger)
        return {**NoticedSerializer(entry).data, "line": line}

    def said(self, form: Any) -> dict[str, Any]:
        """Return what the form says, with the name of what set it off if that was said in words of one's own."""
        return tagging.with_own(self.person, form.said, form.cleaned_data["own_trigger"], timezone.now())


class Entries(EntriesApi):
    """What the caller noticed."""

    @operation("listEntries", answer=NoticedSerializer, is_list=True, problems=["not-allowed"])
    def get(self, request: Request) -> Response:
        """List mine, the newest first."""
        return self.listed(rows_of(self.person.pk), NoticedSerializer, as_read)

    @operation(
        "notice",
        body=NewEntryInput,
        answer=WholeNoticedSerializer,
        status=201,
        problems=["not-allowed", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request) -> Response:
        """Write down what I feel. Nobody else learns of it."""
        form, now = self.read(NewEntryInput).form, timezone.now()
        said = noticing.Said(**self.said(form))
        row = noticing.notice(self.person, said, self.submission(), now, form.at, self.body_hash())
        return made(self.shown(row), "api:entry", row.pk)


class OneEntry(EntriesApi):
    """One of them."""

    @operation("getEntry", answer=WholeNoticedSerializer, problems=["not-allowed", "not-found"])
    def get(self, request: Request, entry_id: uuid.UUID) -> Response:
        """Show one of mine, with my line for what set it off."""
        return Response(self.shown(self.found(entry_id)))

    @operation(
        "changeEntry",
        body=EntryInput,
        answer=WholeNoticedSerializer,
        problems=["not-allowed", "not-found", "no-room"],
    )
    def patch(self, request: Request, entry_id: uuid.UUID) -> Response:
        """Say more of one of mine, or something else. A copy that I showed stays as it is."""
        entry = as_read(self.found(entry_id))
        form = self.read(EntryInput, form_options={"entry": entry}).form
        row = noticing.change(self.person, entry_id, self.said(form), timezone.now(), form.at)
        return Response(self.shown(row))

    @operation("deleteEntry", status=204, problems=["not-allowed", "not-found"])
    def delete(self, request: Request, entry_id: uuid.UUID) -> Response:
        """Delete one of mine for good. A copy that I showed stays until I take it back."""
        noticing.delete(self.person, entry_id)
        return Response(status=204)


class EntryLine(EntriesApi):
    """What the caller tells themselves when what set this entry off does so again."""

    @operation(
        "keepLine", body=LineInput, answer=WholeNoticedSerializer, problems=["not-allowed", "not-found", "no-room"]
    )
    def put(self, request: Request, entry_id: uuid.UUID) -> Response:
        """Keep my line for it. An entry without a trigger has none."""
        row = self.found(entry_id)
        tagging.keep_line(self.person, as_read(row).trigger, self.read(LineInput).form.cleaned_data["line"])
        return Response(self.shown(row))


class EntryCopies(EntriesApi):
    """Copies of one entry."""

    @operation(
        "showEntry",
        body=SizeInput,
        answer=CopySerializer,
        status=201,
        problems=["not-allowed", "not-connected", "not-found", "no-room", "too-many-requests"],
        makes_one=True,
    )
    def post(self, request: Request, entry_id: uuid.UUID) -> Response:
        """Show my partner a copy. One that was shown within a day says from now on what is chosen here."""
        self.found(entry_id)
        seat, now = membership_of(self.person), timezone.now()
        if seat is None:
            raise Problem("not-connected")
        size = self.read(SizeInput).form.cleaned_data["size"]
        row = show_entry(seat, entry_id, size, self.submission(), now)
        return made(CopySerializer(copy_as_seen(row, seat, now)).data, "api:copy", row.pk)


class Tags(OwnApi):
    """What can set one off."""

    @operation("listTags", answer=TagSerializer, is_list=True, problems=["not-allowed"])
    def get(self, request: Request) -> Response:
        """List the twelve that everybody is offered, then mine."""
        return self.listed(tagging.tags_of(self.person.pk), TagSerializer)


class OneTag(OwnApi):
    """One of the caller's own."""

    @operation("removeTag", status=204, problems=["not-allowed", "not-found"])
    def delete(self, request: Request, trigger_id: uuid.UUID) -> Response:
        """Take one of mine out of the list, and my line for it. Entries that say it go on saying it."""
        tagging.remove_own(self.person, str(trigger_id))
        return Response(status=204)
