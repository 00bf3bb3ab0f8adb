"""Notices in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import StrictSerializer
from basics.api.moments import LocalDay
from basics.api.views import Api
from reminders.notices.verbs import mark_all_read, mark_shown_read, shown_now


class NoticeSerializer(serializers.Serializer[Any]):
    """One in-app line."""

    text = serializers.CharField(help_text="In the caller's language.")
    path = serializers.CharField(help_text="The page of this site that it leads to.")
    told_on = LocalDay(
        source="created_at", help_text="The day, in the caller's zone: the time would tell when the partner was here."
    )
    is_read = serializers.BooleanField(help_text="Whether the caller has read it; nobody else knows.")


class NoticesSerializer(serializers.Serializer[Any]):
    """The newest notices."""

    results = NoticeSerializer(many=True)
    newest = serializers.UUIDField(help_text="Names the newest of them; send it to mark these as read.")


class Notices(Api):
    """A person's own notices."""

    @operation("listNotices", answer=NoticesSerializer)
    def get(self, request: Request) -> Response:
        """List my newest notices, 50 at most."""
        newest, found = shown_now(self.person, timezone.now())
        rows = [
            {"text": line.text, "path": line.path, "created_at": notice.created_at, "is_read": bool(notice.read_at)}
            for notice, line in found
        ]
        return Response(NoticesSerializer({"results": rows, "newest": newest}).data)


class ReadInput(StrictSerializer):
    """Which notices were shown; with an empty body, all of them."""

    newest = serializers.UUIDField(required=False, help_text="The `newest` of the list that was shown.")


class NoticesRead(Api):
    """Marking notices as read."""

    @operation("markNoticesRead", body=ReadInput, status=204)
    def post(self, request: Request) -> Response:
        """Mark my notices as read, for me alone: up to `newest`, or all of them."""
        newest, now = self.read(ReadInput).validated_data.get("newest"), timezone.now()
        if newest:
            mark_shown_read(self.person, newest, now)
        else:
            mark_all_read(self.person, now)
        return Response(status=204)
