"""Limits of the API that protect people, counted in the same rows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from basics.limits import Limit
from couples.access.counting import Counter


class PersonThrottle(BaseThrottle):
    """So many tries by one person. Subclasses name a scope and a limit."""

    scope: str
    limit: Limit

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count by person."""
        self.counter = Counter.of(self.limit, self.scope, request.user.pk)
        return self.counter.take(timezone.now())

    def wait(self) -> float:
        """Return how many seconds to wait."""
        return self.counter.seconds_left(timezone.now())
