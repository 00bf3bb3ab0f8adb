"""The mail server of the fault runs: it counts what it takes, refuses a tenth at first, and hangs on some."""

from __future__ import annotations

import asyncio
import email
import logging
from collections import Counter, defaultdict
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.helpers.processes import free_port

REFUSED_AT_FIRST = "451 4.3.0 Try again"
HANGS_FOR_SECONDS = 12  # longer than EMAIL_TIMEOUT


class Sink:
    """Every tenth address is refused at its first try; some of the others are left without an answer at theirs."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: Counter[str] = Counter()
        self.ids: dict[str, set[str]] = defaultdict(set)
        self.connections = 0
        self.tries: Counter[str] = Counter()
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """The address as EMAIL_URL takes it."""
        return f"smtp://localhost:{self.port}"

    def up(self) -> None:
        """Start. aiosmtpd would tell every command."""
        logging.getLogger("mail.log").disabled = True
        self._controller.start()

    def down(self) -> None:
        """Stop."""
        self._controller.stop()

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        number = int(address.partition("@")[0].rpartition("-")[2])
        self.tries[address] += 1
        if self.tries[address] == 1 and number % 10 == 3:
            return REFUSED_AT_FIRST
        if self.tries[address] == 1 and number % 250 == 7:
            await asyncio.sleep(HANGS_FOR_SECONDS)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _smtp: SMTP, _session: Session, envelope: Envelope) -> str:
        message = email.message_from_bytes(envelope.original_content or b"")
        message_id = str(message["Message-ID"])
        self.taken[message_id] += 1
        self.ids[envelope.rcpt_tos[0]].add(message_id)
        return "250 Accepted"


class _CountedSMTP(SMTP):
    """Tells how many connections are open."""

    def __init__(self, sink: Sink, *args: Any, **kwargs: Any) -> None:
        self._sink = sink
        super().__init__(*args, **kwargs)

    def connection_made(self, transport: Any) -> None:
        self._sink.connections += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink.connections -= 1
        super().connection_lost(error)


class _Controller(Controller):
    def __init__(self, sink: Sink, **options: Any) -> None:
        self._sink = sink
        super().__init__(sink, **options)

    def factory(self) -> SMTP:
        return _CountedSMTP(self._sink, self._sink)
