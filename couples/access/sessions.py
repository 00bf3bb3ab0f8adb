"""Signing out everywhere ends what was known of one's browsers too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from couples.access.browsers import forget_browsers
from reminders.choices.sessions import SessionsAdapter as RemindersSessionsAdapter


class SessionsAdapter(RemindersSessionsAdapter):
    """Allauth's door to "where you are signed in"."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        """End sign-ins; also where there is no other one, since a browser that is signed out is known still."""
        super().end_sessions(sessions)
        if self.request.user.is_authenticated:
            forget_browsers(self.request.user)
