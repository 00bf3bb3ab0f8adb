"""Links that leave the app: /go/TOKEN/ says nothing, and leads to its page after its person has signed in.

A token is a keyed hash of its row's unique key, so a mail that is tried again is the same to the byte, and the token
itself is stored nowhere. It opens no account: it only says to somebody who is signed in where to go.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import IntegrityError
from django.urls import reverse

from basics.links import absolute
from basics.tokens import keyed_token, token_hash
from reminders.kinds import find_kind
from reminders.models import OutsideLink, Reminder

logger = logging.getLogger(__name__)

LINKS_KEPT_FOR = timedelta(days=60)
PURPOSE = "reminders.link"

# Where a channel's link for a row leads: a path of ours, "" for none.
PageOf = Callable[[Reminder], str]


def page_of(reminder: Reminder) -> str:
    """Return the page that a row is about, as its kind says it."""
    kind = find_kind(reminder.kind)
    return kind.leads_to(reminder) if kind else ""


def make_links(reminders: Iterable[Reminder], leads_to: PageOf, now: datetime) -> None:
    """Store, in one statement, where the links of these rows lead; those that a former try stored stay."""
    links = [link for reminder in reminders if (link := _link(reminder, leads_to, now))]
    if not links:
        return
    try:
        OutsideLink.objects.bulk_create(links, ignore_conflicts=True)
    except IntegrityError:
        # Somebody erased their account a moment ago: the others' links are stored one by one.
        for link in links:
            with suppress(IntegrityError):
                OutsideLink.objects.bulk_create([link], ignore_conflicts=True)


def _link(reminder: Reminder, leads_to: PageOf, now: datetime) -> OutsideLink | None:
    try:
        page = leads_to(reminder)
    except Exception:
        # Sending it stumbles over the same, and is marked by itself; its neighbours are not held up.
        logger.exception("reminder %s leads nowhere", reminder.pk)
        return None
    token = _token(reminder, page)
    reminder.link = _path(token, page)
    if not token or reminder.user_id is None:
        return None
    return OutsideLink(token_hash=token_hash(token), user_id=reminder.user_id, target=page, made_at=now)


def link_path(reminder: Reminder, leads_to: PageOf = page_of) -> str:
    """Return the path that leaves the app for a row; "" where it leads nowhere."""
    if reminder.link is not None:
        return reminder.link
    page = leads_to(reminder)
    return _path(_token(reminder, page), page)


def link_address(reminder: Reminder, leads_to: PageOf = page_of) -> str:
    """Return the whole address of the same."""
    path = link_path(reminder, leads_to)
    return absolute(path) if path else ""


def _path(token: str, page: str) -> str:
    return f"{_door()}{token}/" if token else page


@cache  # looking the route up for each of a batch would take longer than all the rest
def _door() -> str:
    return reverse("go", args=["-"]).removesuffix("-/")


def _token(reminder: Reminder, page: str) -> str:
    """Another page is another link: what a newer release says never hides behind what an older one stored.

    Whoever may have no account is led straight to the page: its address holds a secret of its own.
    """
    if not page or reminder.user_id is None:
        return ""
    key = (reminder.kind, reminder.subject, reminder.occurrence, reminder.recipient, reminder.channel)
    return keyed_token(PURPOSE, *key, page)


def find_target(token: str, user: Any, now: datetime) -> str | None:
    """Return where a person's own link leads; None for anybody else's, for one that is gone, and for none at all."""
    mine = OutsideLink.objects.filter(user=user, made_at__gt=now - LINKS_KEPT_FOR)
    found: str | None = mine.filter(token_hash=token_hash(token)).values_list("target", flat=True).first()
    return found


def forget_links(now: datetime) -> int:
    """Delete those whose time is over."""
    return OutsideLink.objects.filter(made_at__lte=now - LINKS_KEPT_FOR).delete()[0]
