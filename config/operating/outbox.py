"""The embedded default's outbox: mails go into files and can be read at /outbox/, on this machine only."""

from __future__ import annotations

import email
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from couples.erasing import addresses_of
from couples.people.models import User

LOOPBACK = {"127.0.0.1", "::1"}
SHOWN = 50


class OutboxBackend(BaseEmailBackend):
    """Writes each mail to a file of its own, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails and return how many."""
        settings.OUTBOX_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(settings.OUTBOX_DIR, message.message().as_bytes())
        return len(email_messages)


def _write(folder: Path, content: bytes) -> None:
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(content)
    unfinished.rename(folder / f"{name}.eml")


def forget_mails_to(person: User) -> None:
    """Delete the files of all mails to this person: they erase their account."""
    addresses = addresses_of(person)
    for file in settings.OUTBOX_DIR.glob("*.eml"):
        header = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)["to"]
        if header and {each.addr_spec.lower() for each in header.addresses} & addresses:
            file.unlink(missing_ok=True)


@dataclass(frozen=True)
class Mail:
    """One mail as the page shows it."""

    name: str
    to: str
    subject: str
    text: str
    written_at: datetime


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest mails. Exists only on loopback, and never with a mail server configured."""
    if not settings.OUTBOX_PAGES or request.META.get("REMOTE_ADDR") not in LOOPBACK or _was_forwarded(request):
        raise Http404
    return render(request, "config/outbox.html", {"mails": read_outbox()})


def _was_forwarded(request: HttpRequest) -> bool:
    """Behind a proxy every address is loopback; then this page does not exist."""
    known = ("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_CF_CONNECTING_IP", "HTTP_TRUE_CLIENT_IP")
    return any(name.startswith("HTTP_X_FORWARDED") or name in known for name in request.META)


def read_outbox() -> list[Mail]:
    """Return the newest mails, newest first."""
    if not settings.OUTBOX_DIR.is_dir():
        return []
    files = sorted(settings.OUTBOX_DIR.glob("*.eml"), reverse=True)[:SHOWN]
    return [_read(file) for file in files]


def _read(file: Path) -> Mail:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    if not isinstance(parsed, ParsedMessage):
        raise TypeError(f"{file.name} is not a mail")
    body = parsed.get_body(("plain",))
    text = body.get_content() if body else ""
    written = datetime.strptime(file.stem.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return Mail(file.stem, str(parsed["to"]), str(parsed["subject"]), text, written)
