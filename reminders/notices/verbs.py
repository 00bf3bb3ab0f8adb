"""A person's notices: read and marked by their owner alone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Subquery

from reminders.kinds import Line, ReminderKind, find_kind
from reminders.models import Notice

SHOWN = 50


def shown_now(user: Any, now: datetime) -> tuple[uuid.UUID, list[tuple[Notice, Line]]]:
    """Return what names the newest notice, to be sent back with "read", and the notices with their text."""
    # The name first: what comes between the two is shown and still new, instead of read and never shown.
    newest = Notice.objects.of(user).newest_id()
    return newest, notices_with_lines(user, now)


def notices_with_lines(user: Any, now: datetime) -> list[tuple[Notice, Line]]:
    """Return the newest notices with their text; what is gone or not theirs any more is left out.

    Each kind is asked once for all of its notices, so the number of queries does not grow with them.
    """
    return _with_lines(list(Notice.objects.of(user)[:SHOWN]), now)


def unread_with_lines(user: Any, now: datetime) -> list[tuple[Notice, Line]]:
    """Return what there is to read: no number asks for a line that says what is no longer so, and is left out."""
    return _with_lines(list(Notice.objects.of(user).unread()[:SHOWN]), now)


def _with_lines(notices: list[Notice], now: datetime) -> list[tuple[Notice, Line]]:
    lines = _lines(notices, now)
    return [(notice, lines[notice.pk]) for notice in notices if notice.pk in lines]


def _lines(notices: list[Notice], now: datetime) -> dict[int, Line]:
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    lines: dict[int, Line] = {}
    for name, group in by_kind.items():
        kind = find_kind(name)
        if kind is not None:
            lines.update(kind.lines(group, now))
    return lines


def settle(subject: str, kind: ReminderKind, users: Iterable[int], now: datetime) -> int:
    """Mark what these people have of one kind about `subject` as read: there is nothing left to do about it."""
    told = Notice.objects.filter(user__in=users, kind=kind.name, subject=subject)
    return told.unread().update(read_at=now)


def forget_notices(subject: str, users: Iterable[int]) -> None:
    """Delete what these people were told about `subject`: it is not to be remembered."""
    Notice.objects.filter(user__in=users, subject=subject).delete()


def tell(user_ids: Iterable[int], kind: str, subject: str, occurrence: str, now: datetime) -> None:
    """Write a line for each of these people that no row stands behind; telling an occurrence again changes nothing."""
    told = {"kind": kind, "subject": subject, "occurrence": occurrence, "created_at": now}
    Notice.objects.bulk_create((Notice(user_id=person, **told) for person in user_ids), ignore_conflicts=True)


def mark_all_read(user: Any, now: datetime) -> int:
    """Mark the owner's notices as read; nobody else learns of it."""
    return Notice.objects.of(user).unread().update(read_at=now)


def mark_shown_read(user: Any, newest: uuid.UUID, now: datetime) -> int:
    """Mark what was there when `newest` was the newest as read: what came since was not shown yet."""
    shown = Notice.objects.of(user).filter(public_id=newest).values("pk")[:1]
    return Notice.objects.of(user).unread().filter(pk__lte=Subquery(shown)).update(read_at=now)
