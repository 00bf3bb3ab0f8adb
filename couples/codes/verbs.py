"""Codes from mails: how many go to a mailbox, who may try one how often, and what one is good for.

Whatever a session says, or a copy of it: only these rows say what is left of a code (docs/adr/0038).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from basics.limits import Limit
from basics.refusals import Refusal
from basics.tokens import keyed_token
from couples.codes.models import CodeMailbox, CodeState, MailedCode, Purpose
from reminders.addresses import mailbox_key

# To one mailbox from everywhere. From one network it is six (couples/access/tries.py), so that one stranger who types
# an address does not use up what its owner may need today.
CODE_MAILS = Limit(24, timedelta(days=1))
# By one account to other mailboxes.
BY_ONE_PERSON = Limit(6, timedelta(days=1))
KEPT_FOR = timedelta(days=7)
SETS_PASSWORD_FOR = timedelta(seconds=settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT)
HASH_SALT = "couples.code"


class NoMoreCodeMails(Refusal):
    """The mailbox had its codes for today, or whoever reads it wants none; which of the two is not said."""

    name = "too-many-requests"
    message = _("No more codes go to this address today. Use the newest one you have, or come back tomorrow.")


class WrongCode(Refusal):
    """Not the code that was sent."""

    field = "code"
    message = _("This is not the code from the newest mail. Check the six digits, or have a new one sent.")


class CodeClosed(WrongCode):
    """Tried too often, too old, or stopped: now the right one is like any other."""


class CodeUsed(Refusal):
    """It was the right one, and it has done its work: a second tap on the button."""

    field = "code"
    message = _("This code was used already.")


@dataclass(frozen=True)
class Turn:
    """The right to send one code now; whoever has it keeps the others of the mailbox waiting until the end."""

    purpose: Purpose
    mailbox_key: str
    person_id: int | None
    now: datetime


def take_turn_for_code(purpose: Purpose, address: str, person: Any, asks_signed_in: bool, now: datetime) -> Turn:
    """Let one code go to this address. Call it inside the transaction that sends it, and `keep_code` after.

    `person` is whose account it is about, if anybody's. The same is done for every address.
    Raises NoMoreCodeMails.
    """
    turn = Turn(purpose, mailbox_key(address), person.pk if person else None, now)
    _hold_mailbox(turn.mailbox_key, now)
    lately = MailedCode.objects.filter(asked_at__gt=now - CODE_MAILS.within)
    if CodeMailbox.objects.filter(key=turn.mailbox_key, stopped_until__gt=now).exists():
        raise NoMoreCodeMails
    if lately.filter(mailbox=turn.mailbox_key).count() >= CODE_MAILS.most:
        raise NoMoreCodeMails
    if asks_signed_in and turn.person_id:
        # Else an account could have strangers written to all day, each mailbox a few times.
        by_person = lately.filter(person=turn.person_id, purpose=Purpose.ADDRESS)
        BY_ONE_PERSON.refuse_beyond(by_person, "asked_at", now, turn.person_id, NoMoreCodeMails)
    return turn


def _hold_mailbox(key: str, now: datetime) -> None:
    """Make its row or hold the one there is, until the transaction ends, by the same statement."""
    CodeMailbox.objects.bulk_create(
        [CodeMailbox(key=key, last_asked_at=now)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["last_asked_at"],
    )


def keep_code(turn: Turn, code: str, tries: int, open_for: timedelta) -> str:
    """Keep the hash of the code that was sent ("" for none) and return the name by which it is tried."""
    kept = MailedCode(
        purpose=turn.purpose,
        mailbox_id=turn.mailbox_key,
        person_id=turn.person_id,
        tries_left=tries,
        asked_at=turn.now,
        closes_at=turn.now + open_for,
    )
    kept.code_hash = _hash(kept.pk, code)
    kept.save(force_insert=True)
    return str(kept.pk)


def _hash(key: uuid.UUID, code: str) -> str:
    return keyed_token(HASH_SALT, key, code)


def _named(name: str, purpose: Purpose) -> QuerySet[MailedCode]:
    """Return the row. A session from before codes had rows holds the code itself, which names none."""
    try:
        return MailedCode.objects.filter(pk=uuid.UUID(name), purpose=purpose)
    except ValueError:
        return MailedCode.objects.none()


def _in_state(name: str, purpose: Purpose, state: CodeState, now: datetime) -> QuerySet[MailedCode]:
    return _named(name, purpose).filter(state=state, closes_at__gt=now)


def can_be_tried(name: str, purpose: Purpose, now: datetime) -> bool:
    """Tell whether the right code would still work."""
    return _in_state(name, purpose, CodeState.OPEN, now).filter(tries_left__gt=0).exists()


def is_proved(name: str, purpose: Purpose, now: datetime) -> bool:
    """Tell whether the right code was typed and what it opens is still open."""
    return _in_state(name, purpose, CodeState.PROVED, now).exists()


def try_code(name: str, purpose: Purpose, typed: str, now: datetime) -> None:
    """Count a try, and only then look whether it is the code. Of two right ones at once, one gets through.

    Raises WrongCode, CodeClosed, CodeUsed.
    """
    this = _named(name, purpose)
    open_now = _in_state(name, purpose, CodeState.OPEN, now)
    counted = _count_try(open_now)
    row = this.first()
    if row is None:
        raise CodeClosed
    fits = Q(code_hash=_hash(row.pk, typed))
    if counted and open_now.filter(fits).update(state=CodeState.PROVED, closes_at=now + SETS_PASSWORD_FOR):
        return
    if this.filter(fits, state__in=(CodeState.PROVED, CodeState.SPENT)).exists():
        raise CodeUsed
    raise WrongCode if counted else CodeClosed


def _count_try(code: QuerySet[MailedCode]) -> int:
    """Tell whether this try is one of those that there are, however many are made at once."""
    return code.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1)


def spend(name: str, purpose: Purpose, now: datetime) -> bool:
    """Do what the code opened, once. Tell whether this was the time."""
    return bool(_in_state(name, purpose, CodeState.PROVED, now).update(state=CodeState.SPENT))


def forget_codes(now: datetime) -> int:
    """Delete what no limit and no link needs any more. Part of housekeeping."""
    old = CodeMailbox.objects.filter(last_asked_at__lt=now - KEPT_FOR)
    return old.exclude(stopped_until__gt=now).delete()[0]
