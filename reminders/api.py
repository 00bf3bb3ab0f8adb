"""Notices in the API."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api import Api, LocalDay, operation
from reminders.notices import SHOWN, mark_all_read, notices_with_lines


class NoticeSerializer(serializers.Serializer[Any]):
    """One in-app line."""

    text = serializers.CharField(help_text="In the caller's language.")
    path = serializers.CharField(help_text="The page of this site that it leads to.")
    told_on = LocalDay(
        source="created_at", help_text="The day, in the caller's zone: the time would tell when the partner was here."
    )
    is_read = serializers.BooleanField(help_text="Whether the caller has marked it as read; nobody else knows.")


class NoticesSerializer(serializers.Serializer[Any]):
    """The newest notices."""

    results = NoticeSerializer(many=True)


class Notices(Api):
    """A person's own notices."""

    @operation("listNotices", answer=NoticesSerializer)
    def get(self, request: Request) -> Response:
        """List my newest notices, 50 at most."""
        found = notices_with_lines(self.person, timezone.now(), SHOWN)
        rows = [
            {"text": line.text, "path": line.path, "created_at": notice.created_at, "is_read": bool(notice.read_at)}
            for notice, line in found
        ]
        return Response(NoticesSerializer({"results": rows}).data)


class NoticesRead(Api):
    """Marking notices as read."""

    @operation("markNoticesRead", status=204)
    def post(self, request: Request) -> Response:
        """Mark all my notices as read, for me alone."""
        mark_all_read(self.person, timezone.now())
        return Response(status=204)


urlpatterns = [
    path("notices/", Notices.as_view(), name="notices"),
    path("notices/read/", NoticesRead.as_view(), name="notices_read"),
]
