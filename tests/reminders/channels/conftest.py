"""Services beyond ours, as real servers on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.environment import fresh_vapid_key
from reminders.channels import outgoing
from tests.reminders.channels.pushservice import Service

HOSTS = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "ntfy.example.org", "matrix.example.org")


@pytest.fixture(autouse=True)
def push_key(settings: Any) -> None:
    """A key that signs pushes; the embedded default has made one, PostgreSQL's settings have none."""
    settings.VAPID_PRIVATE_KEY = settings.VAPID_PRIVATE_KEY or fresh_vapid_key()


@pytest.fixture(autouse=True)
def owners(asked_just_now: None) -> None:
    """People who were asked for their password just now."""


@pytest.fixture
def push_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A server that stands for all services of the world: every name leads to it."""
    service = Service(tmp_path, *HOSTS)
    monkeypatch.setattr(outgoing, "resolve", lambda host, port: [("127.0.0.1", service.port)])
    monkeypatch.setattr(outgoing, "is_public", lambda address: True)
    monkeypatch.setattr(outgoing, "TRUSTED_AUTHORITIES", str(service.authority))
    yield service
    service.close()
