"""Signing in to the API with a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from couples.keys.models import ApiKey
from couples.keys.verbs import use_key

if TYPE_CHECKING:
    from couples.people.models import User

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the key's owner, or None where the header names another scheme."""
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
