"""Two people and what they have agreed on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from agreements.letters.models import Agreement
from tests.helpers import factories
from tests.helpers.factories import Pair

NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)  # a Wednesday
_later = count()


def agreed(pair: Pair, title: str, whose: str = "author", now: datetime = NOW, **values: Any) -> Agreement:
    """Return something that Alice began, and of which every part lies with the same."""
    lies = dict.fromkeys(("notice", "plan", "do"), whose)
    none = {"times": None, "minutes": None, "trial_until": None}
    said = {"title": title, "what": f"All of it: {title}", **lies, **none, **values}
    # They stand in the order in which they were begun.
    return factories.agreed("responsibility", pair, now + timedelta(microseconds=next(_later)), **said)


@pytest.fixture
def laundry(pair: Pair) -> Agreement:
    """Alice's."""
    return agreed(pair, "Laundry")


@pytest.fixture
def bills(pair: Pair) -> Agreement:
    """Bob's."""
    return agreed(pair, "Bills", "other")
