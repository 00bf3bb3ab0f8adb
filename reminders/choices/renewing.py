"""Keeping push on: a browser changes its subscription by itself, loses it, or comes into other hands.

Only a device that is still on the list is renewed. One that its owner took off, or on which they signed out, is not
there any more, so nothing brings it back but its owner's own tap; its browser is told to drop what it still holds.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from basics.limits import take_turn
from basics.transactions import acting
from reminders.channels.web_push import DEVICE
from reminders.choices.devices import SESSION_KEY, Sent, columns, endpoint_key, put_at_hand, stop
from reminders.models import PushDevice
from reminders.notices.verbs import forget_notices


class Advice(StrEnum):
    """What a browser is to do with its subscription."""

    KEEP = "keep"
    RENEW = "renew"
    STOP = "stop"


def look_after(user: Any, session: Any, held: Sent, now: datetime) -> Advice:
    """Compare what this person's browser holds, if anything, with the list, and tell the browser what to do."""
    with acting(user.pk):
        take_turn(user.pk)
        at_hand = PushDevice.objects.filter(user=user, pk=session.get(SESSION_KEY)).first()
        if not held.endpoint:
            return Advice.RENEW if at_hand else Advice.KEEP
        known = _proven(held)
        if known and known.user_id == user.pk:
            put_at_hand(user, session, known)
            return Advice.RENEW if known.gone_at else Advice.KEEP
        if known:
            # The sign-in of whoever switched it on has ended here, whether they signed out or not.
            stop([known], now)
        return Advice.KEEP if at_hand and _replace(at_hand, held) else Advice.STOP


def renew(old: Sent, new: Sent) -> bool:
    """Put a new subscription in the place of an old one; whoever shows the old one's secret is its browser.

    Signed in or not: the device stays its owner's. False for a device that is not on the list (any more).
    Raises NotADevice.
    """
    device = _proven(old)
    if device:
        with acting(device.user_id):
            take_turn(device.user_id)
            if _replace(device, new):
                return True
    # A page that was open may have been quicker.
    return _proven(new) is not None


def _proven(held: Sent) -> PushDevice | None:
    """Return the device with this address, to who knows its secret as well."""
    device = PushDevice.objects.filter(endpoint_key=endpoint_key(held.endpoint)).first()
    return device if device and constant_time_compare(device.secret, held.secret) else None


def _replace(device: PushDevice, new: Sent) -> bool:
    """Give a device another subscription; tell whether it still was on the list, as it was read."""
    read, values = PushDevice.objects.filter(pk=device.pk, endpoint_key=device.endpoint_key), columns(new)
    try:
        with transaction.atomic():
            replaced = read.update(**values, gone_at=None) == 1
    except IntegrityError:
        # Somebody switched push on in this browser since, and theirs stays.
        read.delete()
        return True
    if replaced:
        forget_notices(DEVICE.of(device.pk), [device.user_id])
    return replaced
