"""What the frame around every page needs."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from couples.live.showing import PACE
from couples.people.models import User
from couples.seats.access import membership_of
from pages.leaving import quick_exit_url
from reminders.choices.devices import server_key, sign_in_of
from reminders.notices.seeing import unread_beside


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values; what costs a query is lazy and only read by pages that show it."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    # Who waits to be erased has the frame that strangers have: no bar, no bell, and no device tied to them.
    staying = person if person and person.erases_at is None else None
    return {
        **({"user": AnonymousUser()} if person and not staying else {}),
        "quick_exit_url": quick_exit_url(),
        "theme": person.theme if person else "auto",
        "outbox_pages": settings.OUTBOX_PAGES,
        "languages": settings.LANGUAGES,
        "membership": SimpleLazyObject(partial(membership_of, staying)) if staying else None,
        "live_pace": json.dumps(PACE) if person else "",
        "push": {"key": server_key(), "sign_in": sign_in_of(request)} if staying else {},
        "unread_notices": SimpleLazyObject(lambda: unread_beside(request, staying, timezone.now())) if staying else 0,
    }
