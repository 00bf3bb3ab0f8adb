"""A person's devices for web push: each asks for it in its browser, and each can be taken off the list."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from basics.limits import take_turn
from reminders.models import ChannelName, PushDevice
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
# The session of a device knows its row, so that signing out there also ends its push.
SESSION_KEY = "push_device"


class NotADevice(Exception):
    """What was sent is no subscription of a browser that we know."""


def subscribe(user: Any, endpoint: str, public_key: str, secret: str, now: datetime) -> PushDevice:
    """Add a device, or give it to the person who is signed in on it now. Raises NotADevice.

    A browser has one address for us, whoever uses it; the last one who asked on it gets the pushes. Counted in the
    person's turn: of two devices at once, each would see the room that the other takes.
    """
    if not (_is_endpoint(endpoint) and _is_public_key(public_key) and len(_decoded(secret)) == 16):
        raise NotADevice
    values = {"user": user, "endpoint": endpoint, "public_key": public_key, "secret": secret, "added_at": now}
    with transaction.atomic():
        take_turn(user.pk)
        device, _is_new = PushDevice.objects.update_or_create(endpoint_key=_endpoint_key(endpoint), defaults=values)
        newest = PushDevice.objects.filter(user=user).order_by("-added_at", "pk").values_list("pk", flat=True)
        PushDevice.objects.filter(user=user).exclude(pk__in=list(newest[:MOST_DEVICES])).delete()
        also_reach(user.pk, ChannelName.WEB_PUSH)
    return device


def forget(user: Any, device_id: Any) -> None:
    """Take one of the person's own devices off the list."""
    PushDevice.objects.filter(user=user, pk=device_id).delete()


def forget_at_sign_out(user: Any, session: Any) -> None:
    """Stop the push to the device whose sign-in ends: from now on it may be anyone's."""
    if SESSION_KEY in session:
        forget(user, session[SESSION_KEY])


def forget_others(user: Any, session: Any) -> None:
    """Stop the push to all of the person's devices but the one at hand."""
    PushDevice.objects.filter(user=user).exclude(pk=session.get(SESSION_KEY)).delete()


def _endpoint_key(endpoint: str) -> str:
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
