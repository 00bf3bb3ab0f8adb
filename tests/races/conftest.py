"""Every race runs on committed rows, in threads with connections of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def committed_rows(transactional_db: None) -> None:
    """Let other connections see what the test made."""
