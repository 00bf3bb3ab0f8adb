"""All that the service writes to its log."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import structlog

from config import logs


@contextmanager
def all_that_is_logged() -> Iterator[io.StringIO]:
    """Write to this stream, at the most talkative level, what would go to the log."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("celery.beat", "kombu", "waitress.queue")}
    with mock.patch.object(sys, "stderr", stream):
        logs.configure({"level": "DEBUG"})
        yield stream
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)
    for name, known in levels.items():
        logging.getLogger(name).setLevel(known)
    structlog.reset_defaults()
