"""What a mail says: neutral and nameless, or, for those who chose it, what it is. Never a word that someone wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from reminders.kinds import Message, ReminderKind
from reminders.models import Reminder


def mail_message(kind: ReminderKind, reminder: Reminder, now: datetime) -> Message:
    """Return the mail's text as its recipient wants it. Their language and zone are active."""
    message = kind.message(reminder, now)
    detail = kind.detail(reminder, now) if says_what_it_is(reminder.user) else ""
    return replace(message, subject=detail) if detail else message


def says_what_it_is(user: Any) -> bool:
    """Read the choice; no query where the row was selected with its user."""
    preferences = getattr(user, "reminder_preferences", None)
    return bool(preferences and preferences.says_what_it_is)
