"""“This wasn't me”: whoever reads a mailbox stops the mails with codes to it, for a day and without signing in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from basics.tokens import NotClosedHere, close, open_closed
from couples.codes.models import CodeMailbox, CodeState, MailedCode
from couples.codes.verbs import KEPT_FOR
from reminders.addresses import mailbox_key
from reminders.choices.own_kinds import tell_account_news

STOPPED_FOR = timedelta(days=1)
NOT_ME_SALT = "couples.not_me"


class NotOurLink(Exception):
    """A token that we did not make."""


class LinkTooOld(Refusal):
    """Nothing that this link is about is left."""

    message = _("This link is too old. If codes still come that you did not ask for, use the link in the newest mail.")


def not_me_token(address: str, now: datetime) -> str:
    """Return the closed token of the link in a mail to this address."""
    return close(NOT_ME_SALT, [mailbox_key(address), int(now.timestamp())])


def check_link(token: str, now: datetime) -> str:
    """Return the key of the mailbox that the link is for. Raises NotOurLink, LinkTooOld."""
    try:
        key, written = open_closed(NOT_ME_SALT, token)
    except NotClosedHere:
        raise NotOurLink from None
    if datetime.fromtimestamp(written, UTC) < now - KEPT_FOR:
        raise LinkTooOld
    return str(key)


def stop_code_mails(token: str, now: datetime) -> None:
    """Send no codes to the mailbox for a day and close those that are out; tell its owner in the app.

    Repeating it changes nothing. Raises NotOurLink, LinkTooOld.
    """
    key = check_link(token, now)
    with transaction.atomic():
        not_stopped = Q(stopped_until__isnull=True) | Q(stopped_until__lte=now)
        # Also the turn of the mailbox: a code that is being sent right now is out when this goes on.
        if CodeMailbox.objects.filter(not_stopped, key=key).update(stopped_until=now + STOPPED_FOR):
            codes = MailedCode.objects.filter(mailbox=key)
            codes.filter(state__in=(CodeState.OPEN, CodeState.PROVED)).update(state=CodeState.CLOSED)
            for person_id, email in set(codes.exclude(person=None).values_list("person", "person__email")):
                # Somebody else's account may have asked for a code to this mailbox; they are told nothing.
                if mailbox_key(email) == key:
                    tell_account_news(person_id, "codes_stopped", now)
