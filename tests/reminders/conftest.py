"""What the reminders' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reminders import kinds
from reminders.kinds import register
from tests.reminders.sending import PLAIN, Plain, stop_leaving_alone

# A Wednesday, 14:00 in Berlin: nobody's quiet hours.
NOW = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail_server_not_left_alone() -> None:
    """What an earlier test's mail server was like says nothing about the next one's."""
    stop_leaving_alone()


@pytest.fixture
def now() -> datetime:
    """The present of the test."""
    return NOW


@pytest.fixture
def plain_kind() -> Iterator[Plain]:
    """The tests' own kind, registered for one test."""
    register(PLAIN)
    yield PLAIN
    kinds._kinds.pop(PLAIN.name)
