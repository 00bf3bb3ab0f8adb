"""What several of the tests that walk over all routes read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from tests.guards.access.listed import ACCESS
from tests.guards.walked import Walked, walk_all


@pytest.fixture(scope="package")
def walked(django_db_setup: None, django_db_blocker: Any) -> Walked:
    """Every address that can be read, by who opened it and by its route.

    With the outbox, which exists on the embedded default alone; see test_the_outbox_is_nowhere_but_on_loopback.
    """
    with django_db_blocker.unblock(), override_settings(OUTBOX_PAGES=True):
        return walk_all([name for name, rows in ACCESS.items() if "GET" in rows])
