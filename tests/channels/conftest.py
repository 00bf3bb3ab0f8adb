"""Services beyond ours, as real servers on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reminders import outgoing
from tests.channels.pushservice import Service

HOSTS = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "ntfy.example.org", "matrix.example.org")


@pytest.fixture
def push_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A server that stands for all services of the world: every name leads to it."""
    service = Service(tmp_path, *HOSTS)
    monkeypatch.setattr(outgoing, "resolve", lambda host, port: [("127.0.0.1", service.port)])
    monkeypatch.setattr(outgoing, "is_public", lambda address: True)
    monkeypatch.setattr(outgoing, "TRUSTED_AUTHORITIES", str(service.authority))
    yield service
    service.close()
