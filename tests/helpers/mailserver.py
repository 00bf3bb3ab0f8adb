"""A real SMTP server for tests: it keeps what it accepts, and refuses or hangs where a test asks for it."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
import re
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.helpers.processes import free_port
from tests.helpers.waiting import wait_until

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command otherwise


@dataclass(frozen=True)
class Letter:
    """One accepted mail."""

    recipients: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain text."""
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def way_in(self) -> str:
        """The path of the one link to a page of ours, as its reader would follow it."""
        [path] = re.findall(r"://\S+?(/go/[\w-]+/)(?=\s)", self.text)
        return str(path)


class MailServer:
    """An SMTP server on a port of the loopback, which stays the same when it goes down and up again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[Letter] = []
        self._refusals: dict[str, str] = {}
        self._hanging: set[str] = set()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """The address as EMAIL_URL takes it."""
        return f"smtp://localhost:{self.port}"

    def up(self) -> None:
        """Start to accept connections."""
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def down(self) -> None:
        """Stop; from now on connections are refused."""
        if self._controller:
            self._controller.stop()
        self._controller = None

    def refuse(self, address: str, answer: str = "550 5.1.1 Nobody here by that name") -> None:
        """Answer every mail to the address so: 5xx is for good, 4xx asks to try again later."""
        self._refusals[address] = answer

    def hang(self, address: str) -> None:
        """Leave whoever writes to the address without any answer, until `recover`."""
        self._hanging.add(address)

    def recover(self, address: str) -> None:
        """Accept mails to the address again."""
        self._hanging.discard(address)
        self._refusals.pop(address, None)

    def to(self, address: str) -> list[Letter]:
        """Return the accepted letters to the address, oldest first."""
        return [letter for letter in self.letters if address in letter.recipients]

    def wait_for(self, address: str, count: int = 1, seconds: float = 20) -> list[Letter]:
        """Return the letters to the address as soon as there are `count`."""
        wait_until(lambda: len(self.to(address)) >= count, seconds, f"{count} letter(s) to {address}")
        return self.to(address)


class _Handler:
    """What aiosmtpd calls in its own thread."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        while address in self.server._hanging:
            await asyncio.sleep(0.05)
        if answer := self.server._refusals.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _smtp: SMTP, _session: Session, envelope: Envelope) -> str:
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.server.letters.append(Letter(list(envelope.rcpt_tos), message))
        return "250 Accepted"
