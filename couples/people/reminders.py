"""Mails about an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from reminders.kinds import Message, ReminderKind
from reminders.models import ChannelName, Reminder


class AccountMail(ReminderKind):
    """Codes, resets and security mails. Their text is written by the page that asks for them."""

    name = "account_mail"
    channels = (ChannelName.EMAIL,)
    useful_for = timedelta(hours=1)
    is_account_mail = True
    keep_for = timedelta(days=7)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return Message(subject=reminder.payload["subject"], paragraphs=[reminder.payload["text"]])


ACCOUNT_MAIL = AccountMail()
