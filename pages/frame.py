"""What the frame around every page needs."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from couples.people.models import User
from couples.seats.access import membership_of
from reminders.choices.devices import server_key, sign_in_of
from reminders.models import Notice

# A page that opens at once wherever the reader is likely to be: Wikipedia does not in mainland China, and a page
# that loads for long leaves the one behind it on the screen.
QUICK_EXITS = {"en": "https://www.wikipedia.org/", "zh-hans": "https://www.baidu.com/"}


def quick_exit_url() -> str:
    """Return where "leave this page" leads: where the operator says, else by the active language."""
    return settings.QUICK_EXIT_URL or QUICK_EXITS.get(get_language() or "en", QUICK_EXITS["en"])


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values; what costs a query is lazy and only read by pages that show it."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {
        "quick_exit_url": quick_exit_url(),
        "theme": person.theme if person else "auto",
        "outbox_pages": settings.OUTBOX_PAGES,
        "languages": settings.LANGUAGES,
        "membership": SimpleLazyObject(partial(membership_of, person)) if person else None,
        "push": {"key": server_key(), "sign_in": sign_in_of(request)} if person else {},
        "unread_notices": SimpleLazyObject(lambda: Notice.objects.of(person).unread().count()) if person else 0,
    }
