"""Signing in to the API with a key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from basics.limits import Limit
from couples.access.counting import Counter
from couples.access.networks import network_of
from couples.keys.models import ApiKey
from couples.keys.verbs import use_key

if TYPE_CHECKING:
    from couples.people.models import User

SCHEME = "Bearer"
# From one network; a right key is never refused for them.
WRONG_KEYS = Limit(30, timedelta(minutes=1))


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the key's owner, or None where the header names another scheme. Slow down whoever tries keys."""
        try:
            return self._found(request)
        except AuthenticationFailed:
            tries = Counter.of(WRONG_KEYS, "wrong-key", network_of(request))
            if not tries.take(timezone.now()):
                raise Throttled(tries.seconds_left(timezone.now())) from None
            raise

    def _found(self, request: Request) -> tuple[User, ApiKey] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != SCHEME.lower().encode():
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Bearer, a space, and the key."))
        key = use_key(parts[1].decode("latin-1"), timezone.now())
        if key is None:
            raise AuthenticationFailed(_("This key is unknown, was revoked, or has ended. Make another one."))
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Make the answer a 401 that says how to sign in."""
        return SCHEME
