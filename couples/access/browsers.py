"""Browsers on which a person has signed in: strangers' wrong passwords do not keep them out there.

A random id in a cookie, of which only a hash is stored. It is no second password: it opens nothing, and whoever shares
the tablet has it too.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from basics.limits import take_turn
from basics.tokens import keyed_token
from basics.transactions import acting
from couples.access.models import KnownBrowser

# Says nothing about this service to whoever looks through a browser's cookies.
COOKIE = "browser"
MOST_BROWSERS = 5
KEPT_FOR = timedelta(days=365)
_AN_ID = re.compile(r"[A-Za-z0-9_-]{43}")


def remember_browser(request: HttpRequest, response: HttpResponse, person_id: int, now: datetime) -> None:
    """Know this browser of the person from now on; of more than a few the oldest is forgotten."""
    browser_id = _id_in(request) or secrets.token_urlsafe(32)
    with acting(person_id):
        take_turn(person_id)
        mine = KnownBrowser.objects.filter(user=person_id)
        KnownBrowser.objects.get_or_create(
            browser_hash=_hash(person_id, browser_id), defaults={"user_id": person_id, "known_since": now}
        )
        newest = mine.order_by("-known_since", "-pk").values_list("pk", flat=True)[:MOST_BROWSERS]
        mine.exclude(pk__in=list(newest)).delete()
    set_cookie(response, COOKIE, browser_id, KEPT_FOR)


def set_cookie(response: HttpResponse, name: str, value: str, age: timedelta) -> None:
    """Set a cookie that no script reads, sent as the session's is."""
    response.set_cookie(name, value, max_age=age, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")


def known_browser(request: HttpRequest, people: Iterable[int]) -> str | None:
    """Return the hash of the browser at hand if one of these people has signed in on it.

    It asks as much for an address without an account as for one with.
    """
    browser_id = _id_in(request)
    if browser_id is None:
        return None
    hashes = [_hash(person_id, browser_id) for person_id in people] or [_hash(0, browser_id)]
    return KnownBrowser.objects.filter(browser_hash__in=hashes).values_list("browser_hash", flat=True).first()


def browser_at_hand(request: HttpRequest, person_id: int) -> str | None:
    """Return what the browser's hash is for this person, whether they have signed in on it or not."""
    browser_id = _id_in(request)
    return _hash(person_id, browser_id) if browser_id else None


def forget_browsers(user: Any, **_signal: object) -> None:
    """Know none of a person's browsers any more: after a new password, and after signing out everywhere."""
    KnownBrowser.objects.filter(user=user.pk).delete()


def forget_old_browsers(now: datetime) -> int:
    """Delete what its cookie has not outlived. Part of housekeeping."""
    return KnownBrowser.objects.filter(known_since__lt=now - KEPT_FOR).delete()[0]


def _id_in(request: HttpRequest) -> str | None:
    sent = request.COOKIES.get(COOKIE, "")
    return sent if _AN_ID.fullmatch(sent) else None


def _hash(person_id: int, browser_id: str) -> str:
    return keyed_token("couples.access.browser", person_id, browser_id)
