"""Who comes in, and who has to make room: waitress with limits that keep nobody out.

Waitress stops to listen when it has as many connections as it may have; whoever opens those and says nothing closes the
door for everybody. Here the one that has waited longest makes room for the next.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

logger = logging.getLogger(__name__)

THREADS = 8
# A little more than what Django reads (DATA_UPLOAD_MAX_MEMORY_SIZE): what is just too long is told by a page of ours.
MOST_BODY_BYTES = 3_000_000
MOST_HEADER_BYTES = 32_768
# An answer that waits to be sent goes to a file when it is longer, and on a full disk nowhere.
IN_MEMORY_BYTES = 8_000_000
LOOK_EVERY_SECONDS = 1


class Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress itself answers to what is too large or broken; to HEAD without a body."""

    def write(self, data: bytes) -> None:
        """Write the head, and the body unless it was asked for the head alone."""
        super().write(b"" if getattr(self.request, "command", "") == "HEAD" else data)


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when it has been waiting for a whole request."""

    error_task_class = Refusal

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.waits_since = time.monotonic()

    def service(self) -> None:
        """Answer a request; from then on it waits for the next."""
        super().service()
        self.waits_since = time.monotonic()

    # What was closed by the door is not asked any more: its number may be another connection's by then.

    def readable(self) -> bool:
        """Tell whether to read."""
        return bool(self.connected and super().readable())

    def writable(self) -> bool:
        """Tell whether to write."""
        return bool(self.connected and super().writable())


class Door(TcpWSGIServer):  # type: ignore[misc]
    """Waitress on a bound socket. It calls `watch` once a second; what that raises ends it."""

    channel_class = Connection

    def __init__(
        self,
        application: WSGIApplication,
        listener: socket.socket,
        connections: int,
        idle_seconds: int,
        watch: Callable[[], object],
    ) -> None:
        self._connections, self._idle_seconds, self._watch = connections, idle_seconds, watch
        self._next_look = 0.0
        super().__init__(
            application,
            _sock=listener,
            bind_socket=False,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            adj=Adjustments(
                sockets=[listener],
                threads=THREADS,
                connection_limit=connections,
                channel_timeout=idle_seconds,
                max_request_body_size=MOST_BODY_BYTES,
                max_request_header_size=MOST_HEADER_BYTES,
                outbuf_overflow=IN_MEMORY_BYTES,
                # `select` knows no more than 1024 files.
                asyncore_use_poll=True,
                clear_untrusted_proxy_headers=False,
            ),
        )

    def readable(self) -> bool:
        """Tell whether to take one more in. Waitress asks at least once a second."""
        now = time.time()
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY_SECONDS
            self.maintenance(now)
            self._replace_dead_threads()
            self._watch()
        return self.accepting and (self._has_room() or self._longest_waiting() is not None)

    def maintenance(self, now: float) -> None:
        """Close who has been silent for long, and who does not take their answer: that would hold a thread."""
        for connection in list(self.active_channels.values()):
            is_silent = connection.last_activity < now - self._idle_seconds
            if is_silent and (not connection.requests or connection.total_outbufs_len):
                connection.handle_close()

    def _replace_dead_threads(self) -> None:
        """Start threads for those that ended, which waitress goes on counting."""
        threads = self.task_dispatcher
        names = {thread.name for thread in threading.enumerate()}
        dead = {number for number in threads.threads if f"waitress-{number}" not in names}
        if dead:
            logger.error("%d threads of the web server have ended; others are started", len(dead))
            with threads.lock:
                threads.threads -= dead
            threads.set_thread_count(THREADS)

    def handle_accept(self) -> None:
        """Take one in, and send away the one that has waited longest if there is no room.

        In this order: a connection that takes over the number of a closed one gets what is still to be done for it.
        """
        leaving = None if self._has_room() else self._longest_waiting()
        super().handle_accept()
        if leaving:
            leaving.handle_close()

    def _has_room(self) -> bool:
        return len(self.active_channels) < self._connections

    def _longest_waiting(self) -> Connection | None:
        """Return who has gone longest without a whole request: silent, sending theirs bit by bit, or not reading."""
        waiting = [connection for connection in self.active_channels.values() if not connection.requests]
        return min(waiting, key=lambda connection: connection.waits_since, default=None)
