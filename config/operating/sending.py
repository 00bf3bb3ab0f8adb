"""Worker and ticker in threads of the embedded process; whichever ends is started anew.

Without them the pages would promise reminders that nobody sends. So when that does not help, the process ends, and
whoever supervises it sees.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

WORKER_THREADS = 2
# So often within that time; the pauses between grow, so that a fault which passes by itself may pass.
MOST_ENDS = 5
COUNTED_FOR_SECONDS = 600.0
# Two threads that import Celery at once would find it half loaded.
_loading = threading.Lock()


class KeepsEnding(Exception):
    """A thread ended too often to start it once more."""


class Kept:
    """A thread that does `work`, and is started anew when it has ended, however it did."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self.name = name
        self._work = work
        self._ends: list[float] = []
        self._thread: threading.Thread | None = None

    def look(self, now: float) -> None:
        """Start the thread if it does not run. Raises KeepsEnding when that has not helped."""
        if self._thread is not None:
            if self._thread.is_alive():
                return
            self._thread = None
            self._note_end(now)
        if not self._ends or now >= self._ends[-1] + 2 ** (len(self._ends) - 1):
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()

    def _note_end(self, now: float) -> None:
        self._ends = [*(end for end in self._ends if now - end < COUNTED_FOR_SECONDS), now]
        if len(self._ends) > MOST_ENDS:
            raise KeepsEnding(f"The {self.name} keeps ending, so nothing would be sent: the process ends.")
        logger.error("the %s has ended; it is started anew", self.name)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException:
            logger.exception("the %s failed", self.name)


class Sending:
    """Worker and ticker."""

    def __init__(self) -> None:
        self._kept = [Kept("worker", self._work), Kept("ticker", tick)]
        self._worker: Any = None

    def look(self) -> None:
        """Start what does not run. Called about once a second; raises KeepsEnding."""
        for kept in self._kept:
            kept.look(time.monotonic())
        if _has_dead_hands(self._worker):
            raise KeepsEnding("A thread of the worker has died, and nobody else would do its work: the process ends.")

    def _work(self) -> None:
        self._worker = load_worker()
        try:
            self._worker.start()
        finally:
            self._worker = None


def _has_dead_hands(worker: Any) -> bool:
    """Tell whether a thread that does the worker's tasks has ended: the pool counts it in for ever."""
    executor = getattr(getattr(worker, "pool", None), "executor", None)
    if executor is None or executor._shutdown:
        return False  # not begun, or ending as a whole
    return not all(hand.is_alive() for hand in list(executor._threads))


def load_worker() -> Any:
    """Return a Celery worker that works in threads of this process."""
    with _loading:
        from config.celery import app

        return app.WorkController(
            pool="threads",
            concurrency=WORKER_THREADS,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            loglevel="WARNING",
        )


def tick() -> None:
    """Look for what is due until it ends."""
    with _loading:
        from celery.beat import EmbeddedService

        from config.celery import app

        ticker: Any = EmbeddedService(app, thread=True, scheduler_cls=settings.CELERY_BEAT_SCHEDULER)
    # Beat's own thread cannot be started twice, so this one does what it would do.
    ticker.run()
