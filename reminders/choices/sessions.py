"""Where a sign-in ends, its device's push ends: somebody else may hold that device now."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.utils import timezone

from reminders.choices import devices


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's door to "where you are signed in"."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End sign-ins, and the push to their devices."""
        ended = list(sessions)
        store = import_module(settings.SESSION_ENGINE).SessionStore
        for session in ended:
            devices.forget_at_sign_out(session.user, store(session.session_key))
        super().end_sessions(ended)


def _signed_out(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    if request is not None and user is not None:
        devices.forget_at_sign_out(user, request.session)


def stop_other_devices(user: Any, **_signal: Any) -> None:
    """Keep the device at hand alone: somebody who knew the old password may have added one.

    Whoever sets a password by a command has none at hand.
    """
    devices.forget_others(user, context.request.session if context.request else {}, timezone.now())


def listen() -> None:
    """Hear of sign-outs. Called once in `ready()`; of new passwords the room above tells."""
    user_logged_out.connect(_signed_out, dispatch_uid="reminders.signed_out")
