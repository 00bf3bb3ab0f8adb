"""Waking a sleeping ticker when a row is made that is due before it would look again.

On PostgreSQL the row's own transaction sends NOTIFY, which is delivered when it commits, and the ticker listens on a
connection of its own. Where that cannot be (SQLite, or a pooler that hands out connections by transaction) a ticker in
the same process is woken, and every other one looks within a second anyway: nothing rests on being woken.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

logger = logging.getLogger(__name__)

_CHANNEL = "steady_due"
_in_this_process = threading.Event()
# After the listening connection broke, sleep without it so long before the next try.
_WITHOUT_LISTENING_SECONDS = 5.0


def announce(due_at: datetime) -> None:
    """Tell sleeping tickers, once this transaction commits, that something is due at `due_at`."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [_CHANNEL, due_at.isoformat()])
    else:
        transaction.on_commit(_in_this_process.set)


class Alarm:
    """How one ticker sleeps."""

    def __init__(self) -> None:
        self._listening: Any = None
        self._retry_at = 0.0

    def sleep(self, seconds: float) -> None:
        """Sleep so long, or until something is announced that is due earlier."""
        if seconds <= 0:
            return
        if connection.vendor != "postgresql":
            _in_this_process.wait(seconds)
            _in_this_process.clear()
        elif self._listens():
            self._listen(seconds)
        else:
            time.sleep(seconds)  # nothing wakes this sleep, which is never longer than a second

    def _listens(self) -> bool:
        if self._listening is None and time.monotonic() >= self._retry_at:
            self._retry_at = time.monotonic() + _WITHOUT_LISTENING_SECONDS
            try:
                self._listening = _connect()
            except _driver().Error as error:
                logger.warning("the ticker cannot listen: %s", type(error).__name__)
        return self._listening is not None

    def _listen(self, seconds: float) -> None:
        until, end = timezone.now() + timedelta(seconds=seconds), time.monotonic() + seconds
        try:
            for notice in self._listening.notifies(timeout=seconds):
                if datetime.fromisoformat(notice.payload) < until:
                    return
        except _driver().Error as error:
            logger.warning("the ticker does not listen any more: %s", type(error).__name__)
            self.close()
            time.sleep(max(end - time.monotonic(), 0))  # what was left of it

    def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None


def _driver() -> Any:
    """Return psycopg, without importing it where the database is SQLite."""
    return connection.Database  # type: ignore[attr-defined]


def _connect() -> Any:
    """Return a connection past the pool: what listens cannot be shared."""
    parameters = dict(connection.get_connection_params())
    for name in ("pool", "cursor_factory", "context"):
        parameters.pop(name, None)
    listening = _driver().connect(**parameters, autocommit=True)
    listening.execute(f"LISTEN {_CHANNEL}")
    return listening
