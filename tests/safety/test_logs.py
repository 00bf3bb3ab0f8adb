"""No path gets into the logs: it can hold the token of an invitation."""

from __future__ import annotations

import logging

import pytest

from config.logs import WithoutContent


@pytest.mark.parametrize(
    ("logger", "message", "kept"),
    [
        ("waitress", "Client disconnected while serving /join/abc/", "Client disconnected"),
        ("waitress", "Exception while serving /join/abc/", "Exception"),
        ("waitress", "Socket error", "Socket error"),
        ("django.request", "Not Found: /join/abc/", "request answered with an error"),
        ("reminders", "kept as it is", "kept as it is"),
    ],
)
def test_paths_are_cut_off(logger, message, kept):
    record = logging.LogRecord(logger, logging.ERROR, "", 0, message, (), None)
    assert WithoutContent().filter(record)
    assert record.getMessage() == kept
