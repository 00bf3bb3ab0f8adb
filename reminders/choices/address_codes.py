"""Taking an address in another app into use: a code goes there first, and its owner types it back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from basics.limits import CLOCKS_APART, Limit
from basics.refusals import Refusal
from reminders.channels.other.services import read_address
from reminders.choices.own_kinds import ADDRESS_CODE, send_code, tell_reach_changed
from reminders.models import ChannelName, OtherAddress, Reminder
from reminders.preferences import also_reach

MOST_TRIES = 5
CODE_OPEN_FOR = timedelta(minutes=15)
CODES = Limit(5, timedelta(hours=1))


class TooManyCodes(Refusal):
    """This person had codes enough for an hour."""

    name = "too-many-requests"
    field = "address"
    message = _("That were many codes for one hour. Try again later.")


class WrongCode(Refusal):
    """The code is not the one that was sent, or too old."""

    field = "code"
    message = _("This is not the code, or it is too old. Check it, or have a new one sent.")


def enter(user: Any, text: str, now: datetime) -> OtherAddress:
    """Keep an address aside and send a code there; nothing else goes to it before the code came back.

    Raises NotAnAddress and TooManyCodes. An address that was confirmed before stays in use meanwhile.
    """
    service, _parts = read_address(text)
    with transaction.atomic():
        sent = Reminder.objects.filter(user=user, kind=ADDRESS_CODE.name)
        # A row that is tried again is due later than it was asked for.
        CODES.refuse_beyond(sent, "due_at", now, user.pk, TooManyCodes, ahead=ADDRESS_CODE.useful_for)
        OtherAddress.objects.filter(user=user, confirmed_at__isnull=True).delete()
        entered = OtherAddress.objects.create(
            user=user, service=service.name, address=text, code=f"{secrets.randbelow(10**6):06}", entered_at=now
        )
        send_code(entered, now)
    return entered


def confirm(user: Any, code: str, now: datetime) -> None:
    """Take the address that the code came to into use. Raises WrongCode; after five tries only a new code helps."""
    lately = (now - CODE_OPEN_FOR, now + CLOCKS_APART)
    waiting = OtherAddress.objects.filter(user=user, confirmed_at__isnull=True, entered_at__range=lately)
    # Counted by the UPDATE itself, so that tries at the same time are tries too.
    if not waiting.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise WrongCode
    entered = waiting.first()
    # A new code that was asked for meanwhile puts the old one away.
    if entered is None or not constant_time_compare(entered.code, code.strip()):
        raise WrongCode
    with transaction.atomic():
        OtherAddress.objects.filter(user=user, confirmed_at__isnull=False).delete()
        if not OtherAddress.objects.filter(pk=entered.pk).update(confirmed_at=now):
            # Put away just now: what is in use stays so.
            raise WrongCode
        also_reach(user.pk, ChannelName.OTHER)
        tell_reach_changed(user.pk, "other", now, not_by=ChannelName.OTHER)


def remove(user: Any) -> None:
    """Forget the person's addresses, also one that waits for its code."""
    OtherAddress.objects.filter(user=user).delete()
