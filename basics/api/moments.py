"""How the API says when."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.utils import timezone
from rest_framework import serializers


class Moment(serializers.DateTimeField):
    """A moment in RFC 3339, in UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class LocalDay(serializers.DateField):
    """The day of a moment in the caller's zone, without a clock time."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(timezone.localdate(value) if value else value)
