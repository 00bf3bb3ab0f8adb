"""A phone that can be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.channels.subscribing import PAGE
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories


@pytest.fixture
def phone_with_worker(open_page: Callable[..., Page], settings: Any) -> Phone:
    """A phone whose browser has our worker and may notify. Subscribing itself needs a push service far away."""
    phone = let_in(open_page(), factories.person("Alice"))
    phone.page.context.grant_permissions(["notifications"], origin=settings.SITE_URL)
    phone.page.goto(PAGE)
    phone.page.evaluate(
        """async () => {
          await navigator.serviceWorker.register("/service-worker.js")
          await navigator.serviceWorker.ready
        }"""
    )
    return phone
