"""E-mail: text and HTML, in the recipient's language, zone and wording, over one connection a batch."""

from __future__ import annotations

import logging
import smtplib
import socket
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from email.utils import formatdate
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from reminders.channels.base import LEASE_FOR, Channel, Outcome
from reminders.channels.email.bounces import envelope_sender
from reminders.channels.email.mailboxes import address_of, note_deliveries, note_refusal
from reminders.channels.email.unsubscribing import unsubscribe_address, unsubscribe_headers
from reminders.fast import Personal, ReadyMail, fill
from reminders.kinds import Message, find_kind
from reminders.links import link_address, make_links, page_of
from reminders.models import ChannelName, Reminder
from reminders.wording import Wording, mail_wording_for, worded

logger = logging.getLogger(__name__)

# A server that feeds us its answers drop by drop outlasts every timeout; it is cut off while the lease still holds.
CUT_OFF_AFTER_SECONDS = LEASE_FOR.total_seconds() * 0.75
# A server that cannot be reached is left alone so long by this process.
LEAVE_ALONE_SECONDS = 5.0


class EmailChannel(Channel):
    """Sends mails one by one and tells each outcome right after SMTP's answer."""

    name = ChannelName.EMAIL.value
    label = ChannelName.EMAIL.label
    # As many as share one connection and one conversation with the database. What waits over half a second within the
    # batch is asked for again, so asking and sending do not drift apart.
    batch_size = 200
    most_waiting = 10

    def is_open(self) -> bool:
        """MAIL_ENABLED=false stops all mail; the rows wait."""
        return bool(settings.MAIL_ENABLED)

    def prepare(self, reminders: Sequence[Reminder], now: datetime) -> None:
        """Store where the links lead."""
        make_links(reminders, page_of, now)

    def send(
        self, reminders: Iterable[Reminder], lease: uuid.UUID, now: datetime
    ) -> Iterator[tuple[Reminder, Outcome]]:
        """Send over one connection, opened anew when the server hangs up."""
        line, taken = _Connection(), []
        try:
            for reminder in reminders:
                outcome = _send_one(reminder, line, now)
                if outcome.sent and _was_asked_for(reminder):
                    taken.append(address_of(reminder))
                yield reminder, outcome
        finally:
            line.close()
        if taken:
            note_deliveries(taken)


def _was_asked_for(reminder: Reminder) -> bool:
    """Tell whether somebody waits for this very mail, so that its being taken says that the address works.

    Any other mail that is taken says little: many servers take first, and bounce later.
    """
    kind = find_kind(reminder.kind)
    return kind is not None and kind.is_account_mail


class _Connection:
    """One connection to the mail server, for one batch."""

    # When this process last found nobody there; shared by all batches of the process.
    _unreachable_until = 0.0

    def __init__(self) -> None:
        self._backend: Any = get_connection()
        self._timer = threading.Timer(CUT_OFF_AFTER_SECONDS, self._cut_off)
        self._timer.daemon = True

    def compose(self, reminder: Reminder, now: datetime) -> EmailMessage:
        """Return a mail; ready bytes are of use to SMTP alone."""
        return (compose_quickly if isinstance(self._backend, EmailBackend) else compose)(reminder, now)

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail; raises what the connection raises."""
        self._open()
        if isinstance(mail, ReadyMail):
            # Past the backend, which would parse both addresses anew: a fifth of what such a mail costs.
            self._backend.connection.sendmail(mail.from_email, mail.to, mail.as_bytes())
        else:
            self._backend.send_messages([mail])

    def _open(self) -> None:
        if time.monotonic() < _Connection._unreachable_until:
            raise ConnectionError("left alone")
        if self._timer.ident is None:
            self._timer.start()
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException):
            _Connection._unreachable_until = time.monotonic() + LEAVE_ALONE_SECONDS
            raise

    def hang_up(self) -> None:
        """Close; the next mail opens anew."""
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()

    def close(self) -> None:
        """Close for good."""
        self._timer.cancel()
        self.hang_up()

    def _cut_off(self) -> None:
        connection = getattr(self._backend, "connection", None) or getattr(self._backend, "_partial_connection", None)
        if connection is not None and connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)


def _send_one(reminder: Reminder, connection: _Connection, now: datetime) -> Outcome:
    try:
        connection.send(connection.compose(reminder, now))
    except (OSError, smtplib.SMTPException) as error:
        if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
            connection.hang_up()
        return _failure(reminder, error, now)
    except Exception as error:
        logger.exception("reminder %s cannot be written", reminder.pk)
        return Outcome(error=type(error).__name__, broken=True)
    return Outcome(sent=True)


def _failure(reminder: Reminder, error: Exception, now: datetime) -> Outcome:
    """Read the answer to this mail: 5xx will not get better by itself, all else may.

    A refusal of us instead (the log-in, the sender, the greeting) is the operator's to mend, and the mail waits.
    """
    code = _code_for_recipient(error)
    permanent = 500 <= code < 600 and code != 503
    if permanent:
        note_refusal(address_of(reminder), now)
    # The server's text can quote the address, so the code alone is kept.
    return Outcome(permanent=permanent, error=f"{type(error).__name__} {code or ''}".strip())


def _code_for_recipient(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((answer[0] for answer in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPDataError) else 0


def compose(reminder: Reminder, now: datetime) -> EmailMultiAlternatives:
    """Return the finished mail. The same row always has the same Message-ID, so receivers fold a repeat."""
    with _in_their_language_and_zone(reminder):
        wording = mail_wording_for(reminder.user)
        message, personal = _contents(reminder, wording, now)
        return _with_file(_build(message, translation.get_language() or "", personal), reminder, wording, now)


def compose_quickly(reminder: Reminder, now: datetime) -> EmailMessage:
    """Return the same mail, from what was compiled for somebody before, where that is possible."""
    with _in_their_language_and_zone(reminder):
        wording = mail_wording_for(reminder.user)
        message, personal = _contents(reminder, wording, now)
        language = translation.get_language() or ""
        if reminder.payload or reminder.user is None or wording == Wording.DETAILED:
            return _with_file(_build(message, language, personal), reminder, wording, now)
        return fill(_build, message, language, personal) or _build(message, language, personal)


@contextmanager
def _in_their_language_and_zone(reminder: Reminder) -> Iterator[None]:
    user = reminder.user
    language = user.language if user else reminder.payload.get("language", settings.LANGUAGE_CODE)
    with translation.override(language), timezone.override(ZoneInfo(user.time_zone if user else "UTC")):
        yield


def _contents(reminder: Reminder, wording: Wording, now: datetime) -> tuple[Message, Personal]:
    kind, address = find_kind(reminder.kind), address_of(reminder)
    if kind is None:
        raise LookupError(reminder.kind)
    if not address:
        raise LookupError("no address")
    message = worded(kind, reminder, wording, now)
    return message, Personal(
        to=address,
        sender=envelope_sender(reminder),
        message_id=message_id(reminder),
        link=link_address(reminder),
        unsubscribe=unsubscribe_address(reminder),
        date=formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
    )


def _build(message: Message, language: str, personal: Personal) -> EmailMultiAlternatives:
    """Render and assemble the mail; the language is active."""
    context = {
        "message": message,
        "link": personal.link,
        "unsubscribe": personal.unsubscribe,
        "language": language,
    }
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=render_to_string("reminders/email/mail.txt", context),
        from_email=personal.sender,
        to=[personal.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Date": personal.date,
            "Message-ID": personal.message_id,
            "Auto-Submitted": "auto-generated",
            **unsubscribe_headers(personal.unsubscribe),
        },
    )
    mail.attach_alternative(render_to_string("reminders/email/mail.html", context), "text/html")
    return mail


def _with_file(
    mail: EmailMultiAlternatives, reminder: Reminder, wording: Wording, now: datetime
) -> EmailMultiAlternatives:
    """Attach what a kind has for those whom a mail may say all."""
    kind = find_kind(reminder.kind)
    file = kind.attached(reminder, now) if kind and wording == Wording.DETAILED else None
    if file:
        mail.attach(file.name, file.content, file.mimetype)
    return mail


def message_id(reminder: Reminder) -> str:
    """Return the row's own Message-ID; keyed, so that row numbers cannot be read from it."""
    domain = settings.SITE_URL.split("//")[1].split(":")[0].split("/")[0]
    return f"<{salted_hmac('reminders.message_id', str(reminder.pk)).hexdigest()[:32]}@{domain}>"
