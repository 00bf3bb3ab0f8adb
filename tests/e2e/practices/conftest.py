"""Two people and their phones: she reads English, he Chinese."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.phone import Phone, let_in
from tests.helpers.factories import Pair


@pytest.fixture
def hers(two_windows: tuple[Page, Page], pair: Pair) -> Phone:
    """Hers, in English."""
    return let_in(two_windows[0], pair.alice)


@pytest.fixture
def his(two_windows: tuple[Page, Page], pair: Pair) -> Phone:
    """His, in Chinese."""
    pair.bob.language = "zh-hans"
    pair.bob.save(update_fields=["language"])
    return let_in(two_windows[1], pair.bob)
