"""E-mail from due row to SMTP's 250 and mark, beside smtplib sending ready bytes to the same sink."""

from __future__ import annotations

import smtplib
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bench.dispatch import Figures, _couples, through_celery
from bench.rows import clear, fill
from bench.stand import Stand
from tests.helpers.processes import answers, python
from tests.helpers.waiting import wait_until


def mail_vs_smtplib(stand: Stand) -> Figures:
    """Two workers that ask, write, send and mark, ÷ one smtplib process with ready bytes on one connection."""
    _couples(stand)
    # Where the stand's workers look for their mail server.
    rows, port = stand.size(10_000, 40), int(urlsplit(stand.environment["EMAIL_URL"]).port or 0)
    with stand.process(*python("-m", "bench.sink", str(port))):
        wait_until(lambda: answers(port), 10, "the sink answers")
        letter = ready_bytes()
        with stand.celery():
            ours, theirs = stand.interleaved(
                lambda: through_celery(rows, "check_in", "email"),
                lambda: plain_smtplib(rows, port, letter),
            )
    stand.note(f"mail {ours:,.0f}/s, smtplib {theirs:,.0f}/s, {rows:,} mails of {len(letter):,} bytes")
    yield "mail_vs_smtplib", ours / theirs


def ready_bytes() -> bytes:
    """Return one of our own mails as it goes over the wire."""
    from reminders.channels.email.channel import compose
    from reminders.models import Reminder

    clear()
    now = datetime.now(UTC)
    fill(1, "check_in", "email", now)
    reminder = Reminder.objects.select_related("user").get()
    message: Any = compose(reminder, now).message()
    letter: bytes = message.as_bytes(linesep="\r\n")
    return letter


def plain_smtplib(count: int, port: int, letter: bytes) -> float:
    """Send the same bytes `count` times over one connection; return mails a second."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        started = time.monotonic()
        for number in range(count):
            server.sendmail("steady@localhost", [f"person-{number}@example.org"], letter)
        return count / (time.monotonic() - started)
