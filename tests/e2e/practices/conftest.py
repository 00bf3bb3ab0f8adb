"""Two people and their phones: she reads English, he Chinese."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.phone import Phone, let_in
from tests.helpers.factories import Pair


@pytest.fixture
def hers(alice: Page, pair: Pair) -> Phone:
    """Hers, in English."""
    return let_in(alice, pair.alice)


@pytest.fixture
def his(bob: Page, pair: Pair) -> Phone:
    """His, in Chinese."""
    pair.bob.language = "zh-hans"
    pair.bob.save(update_fields=["language"])
    return let_in(bob, pair.bob)
