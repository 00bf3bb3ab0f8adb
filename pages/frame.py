"""What the frame around every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from couples.seats.access import membership_of
from pages.leaving import quick_exit_url
from reminders.choices.devices import server_key, sign_in_of
from reminders.models import Notice


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values; what costs a query is lazy and only read by pages that show it."""
    user: Any = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "quick_exit_url": quick_exit_url(),
        "theme": user.theme if signed_in else "auto",
        "outbox_pages": settings.OUTBOX_PAGES,
        "languages": settings.LANGUAGES,
        "membership": SimpleLazyObject(lambda: membership_of(user)) if signed_in else None,
        "push": {"key": server_key(), "sign_in": sign_in_of(request)} if signed_in else {},
        "unread_notices": SimpleLazyObject(lambda: Notice.objects.of(user).unread().count()) if signed_in else 0,
    }
