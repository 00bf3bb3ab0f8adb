"""One-click unsubscribing (RFC 8058): a closed address in each mail, which works without signing in.

The address says whose mails of which kind to stop, to this service alone. It opens no account and never expires, since
mails are kept for years.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse

from basics.links import absolute
from basics.tokens import NotClosedHere, close, open_closed
from reminders.kinds import find_kind
from reminders.models import ChannelName, Reminder, SwitchedOff, SwitchedOn
from reminders.notices.verbs import tell
from reminders.subjects import Subject, exact_moment

SALT = "reminders.unsubscribe"
# The in-app line about it, see reminders/choices/own_kinds.py.
NEWS_KIND = "mail_switched_off"
KIND = Subject("kind")


@dataclass(frozen=True)
class Subscription:
    """Whose mails of which kind."""

    user_id: int
    kind: str


def unsubscribe_address(reminder: Reminder) -> str:
    """Return the address that stops mails of this row's kind; empty where they cannot be stopped."""
    kind = find_kind(reminder.kind)
    if kind is None or not kind.label or reminder.user_id is None:
        return ""
    # With the row, so that nobody who sees addresses can tell that two of them stop the same.
    token = close(SALT, [reminder.user_id, kind.name, reminder.pk])
    return absolute(reverse("unsubscribe", args=[token]))


def unsubscribe_headers(address: str) -> dict[str, str]:
    """Return the headers that let a mail program unsubscribe with one click. Account mails have none."""
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def read_token(token: str) -> Subscription | None:
    """Return what an address means; None if we did not make it."""
    try:
        user_id, kind, _row = open_closed(SALT, token)
    except NotClosedHere:
        return _read_signed(token)
    return Subscription(user_id, kind)


def _read_signed(token: str) -> Subscription | None:
    """Mails from before addresses were closed hold signed ones, and lie in mailboxes for years."""
    try:
        user_id, kind = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscription(int(user_id), str(kind))


def unsubscribe(subscription: Subscription, now: datetime) -> None:
    """Stop the mails and say so in the app: whoever reads the mailbox can do this, so its owner should know.

    Repeating it changes nothing; for an account that is gone there is nothing left to stop.
    """
    with transaction.atomic():
        if not get_user_model().objects.filter(pk=subscription.user_id).exists():
            return
        if _switch_off(subscription):
            about = KIND.of(subscription.kind)
            tell([subscription.user_id], NEWS_KIND, about, exact_moment(now), now)


def _switch_off(subscription: Subscription) -> bool:
    """Leave one cell of the person's grid empty; tell whether this call did it."""
    kind = find_kind(subscription.kind)
    if kind and kind.is_off_at_first:
        marked = SwitchedOn.objects.filter(user=subscription.user_id, kind=kind.name, channel=ChannelName.EMAIL)
        return bool(marked.delete()[0])
    _row, is_new = SwitchedOff.objects.get_or_create(
        user_id=subscription.user_id, kind=subscription.kind, channel=ChannelName.EMAIL
    )
    return is_new
