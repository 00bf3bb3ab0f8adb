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
    return with_worker(open_page(), settings.SITE_URL)


def with_worker(page: Page, site: str) -> Phone:
    """Sign Alice in, and let the site notify her and have its worker."""
    phone = let_in(page, factories.person("Alice"))
    page.context.grant_permissions(["notifications"], origin=site)
    page.goto(PAGE)
    page.evaluate(
        """async () => {
          await navigator.serviceWorker.register("/service-worker.js")
          await navigator.serviceWorker.ready
        }"""
    )
    return phone
