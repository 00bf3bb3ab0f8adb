"""A notice is read once its person has seen what it is about, without any tap of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest

from basics.transactions import reading
from reminders.kinds import Line, find_kind
from reminders.models import Notice
from reminders.notices.verbs import unread_with_lines

# Where a request keeps what was found.
UNREAD = "_unread_notices"
# What a request carries that nobody's hand made: a page that looks for news by itself, or a browser that guesses ahead.
BY_ITSELF = ("HX-Request", "Sec-Purpose", "Purpose", "X-Moz")


def is_opened(request: HttpRequest) -> bool:
    """Tell whether its person opens this page now, and no script asks for it beside another page."""
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    return request.method == "GET" and is_page and not any(name in request.headers for name in BY_ITSELF)


def unread_beside(request: HttpRequest, user: Any, now: datetime) -> int:
    """Count what there is to read beside this page; what the page itself is about is read by opening it.

    The frame looks for what is unread anyway, so a page costs one statement more only if it has something to mark.
    """
    unread = unread_once(request, user, now)
    here = [notice for notice, line in unread if line.is_seen_on(request.path)] if is_opened(request) else []
    mark_seen(here, now)
    return len(unread) - len(here)


def unread_once(request: HttpRequest, user: Any, now: datetime) -> list[tuple[Notice, Line]]:
    """Return what there is to read, looked for once a request: the frame counts it, and Today names some of it."""
    if not hasattr(request, UNREAD):
        # Also beside a form that comes back, whose page is rendered after its verb.
        with reading(user.pk):
            setattr(request, UNREAD, unread_with_lines(user, now))
    found: list[tuple[Notice, Line]] = getattr(request, UNREAD)
    return found


def named_on_today(request: HttpRequest, user: Any, now: datetime) -> list[Line]:
    """Return what Today names of what there is to read, the oldest first. It costs no statement: the frame has it."""
    unread = [(find_kind(notice.kind), notice, line) for notice, line in unread_once(request, user, now)]
    return [line for kind, notice, line in reversed(unread) if kind and kind.is_named_on_today(notice)]


def mark_told(request: HttpRequest, shown: Iterable[tuple[Notice, Line]], now: datetime) -> None:
    """Mark the lines of this list that say all there is; the others wait until the thing itself was seen."""
    if is_opened(request):
        mark_seen([notice for notice, line in shown if line.says_all and not notice.read_at], now)


def mark_seen(notices: Iterable[Notice], now: datetime) -> None:
    """Mark them as read, from inside a page that is only read.

    A GET may do that here alone, since nobody but its own person ever sees the mark: no page, answer, order or count of
    the other's depends on it. A page goes without it where nothing can be written, as on a full disk.
    """
    keys = [notice.pk for notice in notices]
    if keys:
        with suppress(DatabaseError), transaction.atomic():
            Notice.objects.filter(pk__in=keys).unread().update(read_at=now)
