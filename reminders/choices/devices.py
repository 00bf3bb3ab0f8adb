"""A person's devices for web push: each asks for it in its browser, and each can be taken off the list."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from basics.limits import take_turn
from reminders.channels.web_push import DEVICE, tell_stopped
from reminders.choices.own_kinds import tell_reach_changed
from reminders.models import ChannelName, PushDevice
from reminders.notices.verbs import forget_notices
from reminders.preferences import also_reach

# Where browsers have their push sent. A browser tells us the address, so a forged one could point anywhere.
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".notify.windows.com",
)
MOST_DEVICES = 10
LONGEST_ENDPOINT = 1000
# How long a device whose subscription is over can be renewed by its browser.
GONE_KEPT_FOR = timedelta(days=60)
_ALIVE_FIRST = F("gone_at").asc(nulls_first=True)
# The session of a device knows its row, so that signing out there also ends its push.
SESSION_KEY = "push_device"


@dataclass(frozen=True)
class Sent:
    """A subscription as a browser sent it."""

    endpoint: str
    public_key: str
    secret: str


class NotADevice(Exception):
    """What was sent is no subscription of a browser that we know."""


def subscribe(user: Any, sent: Sent, now: datetime) -> PushDevice:
    """Add a device, or give it to the person who is signed in on it now. Raises NotADevice.

    A browser has one address for us, whoever uses it; the last one who asked on it gets the pushes. Counted in the
    person's turn: of two devices at once, each would see the room that the other takes.
    """
    values = {**columns(sent), "user": user, "added_at": now, "gone_at": None}
    with transaction.atomic():
        take_turn(user.pk)
        key = values["endpoint_key"]
        stop(PushDevice.objects.filter(endpoint_key=key).exclude(user=user), now)
        device, _is_new = PushDevice.objects.update_or_create(endpoint_key=key, defaults=values)
        stop(PushDevice.objects.filter(user=user).order_by(_ALIVE_FIRST, "-added_at", "pk")[MOST_DEVICES:], now)
        forget_notices(DEVICE.of(device.pk), [user.pk])
        also_reach(user.pk, ChannelName.WEB_PUSH)
        # The new device among others hears of itself; alone it need not.
        is_first = not PushDevice.objects.alive().filter(user=user).exclude(pk=device.pk).exists()
        tell_reach_changed(user.pk, "device", now, not_by=ChannelName.WEB_PUSH if is_first else "")
    return device


def columns(sent: Sent) -> dict[str, Any]:
    """Return the columns of a subscription. Raises NotADevice for what is none of a browser that we know."""
    if not (_is_endpoint(sent.endpoint) and _is_public_key(sent.public_key) and len(_decoded(sent.secret)) == 16):
        raise NotADevice
    return {**asdict(sent), "endpoint_key": endpoint_key(sent.endpoint)}


def stop(devices: Iterable[PushDevice], now: datetime) -> None:
    """Take devices off the list whose owners did not ask for it, and tell those. Call it inside a transaction."""
    for device in list(devices):
        if PushDevice.objects.filter(pk=device.pk).delete()[0] and device.gone_at is None:
            tell_stopped(device, now)


def forget(user: Any, device_id: Any) -> None:
    """Take one of the person's own devices off the list."""
    PushDevice.objects.filter(user=user, pk=device_id).delete()


def put_at_hand(user: Any, session: Any, device: PushDevice) -> None:
    """Let the session know its device, so that signing out ends its push. One browser is one device."""
    if session.get(SESSION_KEY) != str(device.pk):
        forget_at_sign_out(user, session)
        session[SESSION_KEY] = str(device.pk)


def sign_in_of(request: HttpRequest) -> str:
    """Return what tells this sign-in from any other, to scripts that remember what they did during it."""
    return salted_hmac("reminders.sign_in", request.session.session_key or "").hexdigest()[:16]


def forget_at_sign_out(user: Any, session: Any) -> None:
    """Stop the push to the device whose sign-in ends: from now on it may be anyone's."""
    if SESSION_KEY in session:
        forget(user, session[SESSION_KEY])


def rest(user: Any, session: Any, now: datetime) -> None:
    """Send nothing to the device at hand until its owner signs in on it again; a page there then renews it.

    Forgotten, it would stay silent for good, and nobody who leaves in a hurry thinks of that.
    """
    device_id = session.pop(SESSION_KEY, None)
    if device_id:
        PushDevice.objects.alive().filter(user=user.pk, pk=device_id).update(gone_at=now)


def forget_others(user: Any, session: Any, now: datetime) -> None:
    """Stop the push to all of the person's devices but the one at hand."""
    with transaction.atomic():
        stop(PushDevice.objects.filter(user=user).exclude(pk=session.get(SESSION_KEY)), now)


def forget_gone(now: datetime) -> None:
    """Delete the devices that nobody renewed."""
    PushDevice.objects.filter(gone_at__lt=now - GONE_KEPT_FOR).delete()


def endpoint_key(endpoint: str) -> str:
    """Return the hash by which a subscription is found."""
    return salted_hmac("reminders.push_device", endpoint, algorithm="sha256").hexdigest()


def _is_endpoint(endpoint: str) -> bool:
    """Tell whether this is an address of a push service that browsers use, written without tricks."""
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable() or "\\" in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = any(host == name or (name.startswith(".") and host.endswith(name)) for name in PUSH_HOSTS)
    return parts.scheme == "https" and known and "@" not in parts.netloc and port in (None, 443)


def _is_public_key(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(text))
    except ValueError:
        return False
    return True


def _decoded(text: str) -> bytes:
    """Decode base64url without padding; what is none has no bytes."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


@lru_cache(maxsize=4)
def _server_key(private_key: str) -> str:
    key = ec.derive_private_key(int.from_bytes(_decoded(private_key)), ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def server_key() -> str:
    """Return the key by which browsers know us; empty where web push is not set up."""
    return _server_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else ""
