"""E-mail: text and HTML, in the recipient's language and zone, neutral, over one connection a batch."""

from __future__ import annotations

import logging
import smtplib
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from reminders.channels.base import LEASE_FOR, Channel, Outcome
from reminders.kinds import Message, kind_named
from reminders.models import ChannelName, Reminder

logger = logging.getLogger(__name__)

# A worker stops well before its lease lapses; what is left is sent with the next lease.
STOP_AFTER_SECONDS = LEASE_FOR.total_seconds() / 2


class EmailChannel(Channel):
    """Sends mails one by one and tells each outcome right after SMTP's answer."""

    name = ChannelName.EMAIL.value
    # Small enough that asking the kind and sending lie at most about a second apart.
    batch_size = 20

    def is_open(self) -> bool:
        """MAIL_ENABLED=false stops all mail; the rows wait."""
        return bool(settings.MAIL_ENABLED)

    def send(
        self, reminders: Sequence[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send over one connection, opened anew when the server hangs up."""
        started = time.monotonic()
        connection = get_connection()
        try:
            for reminder in reminders:
                if time.monotonic() - started > STOP_AFTER_SECONDS:
                    yield reminder, Outcome(error="put off: the batch took too long")
                    continue
                yield reminder, _send_one(reminder, connection, now)
        finally:
            _close(connection)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("closing the mail connection failed: %s", type(error).__name__)


def _send_one(reminder: Reminder, connection: BaseEmailBackend, now: datetime) -> Outcome:
    try:
        mail = compose(reminder, now)
    except Exception as error:
        logger.exception("reminder %s cannot be written", reminder.pk)
        return Outcome(error=type(error).__name__, broken=True)
    try:
        connection.send_messages([mail])
    except (OSError, smtplib.SMTPException) as error:
        _close(connection)
        return _failure(error)
    return Outcome(sent=True)


def _failure(error: Exception) -> Outcome:
    """Read SMTP's answer: 5xx will not get better by itself, all else may."""
    code = getattr(error, "smtp_code", 0)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((answer[0] for answer in error.recipients.values()), default=0)
    # The server's text can quote the address, so the code alone is kept.
    return Outcome(permanent=500 <= code < 600 and code != 503, error=f"{type(error).__name__} {code or ''}".strip())


def compose(reminder: Reminder, now: datetime) -> EmailMultiAlternatives:
    """Return the finished mail. The same row always has the same Message-ID, so receivers fold a repeat."""
    kind = kind_named(reminder.kind)
    if kind is None:
        raise LookupError(reminder.kind)
    user = reminder.user
    language = user.language if user else reminder.payload.get("language", settings.LANGUAGE_CODE)
    with translation.override(language), timezone.override(ZoneInfo(user.time_zone if user else "UTC")):
        message = kind.message(reminder, now)
        context = _context(message)
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=render_to_string("reminders/mail.txt", context),
            to=[user.email if user and not reminder.address else reminder.address],
            headers={"Message-ID": message_id(reminder), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("reminders/mail.html", context), "text/html")
        return mail


def _context(message: Message) -> dict[str, object]:
    link = f"{settings.SITE_URL}{message.path}" if message.path else ""
    return {"message": message, "link": link, "language": translation.get_language()}


def message_id(reminder: Reminder) -> str:
    """Return the row's own Message-ID; keyed, so that row numbers cannot be read from it."""
    domain = settings.SITE_URL.split("//")[1].split(":")[0].split("/")[0]
    return f"<{salted_hmac('reminders.message_id', str(reminder.pk)).hexdigest()[:32]}@{domain}>"
