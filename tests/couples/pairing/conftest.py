"""One moment for all that is said of an invitation."""

from __future__ import annotations

import pytest
from django.utils import timezone

from couples.pairing.models import Invitation
from couples.people.models import User
from tests.helpers import factories

NOW = timezone.now()


@pytest.fixture
def link(dana: User) -> Invitation:
    """A plain link by Dana, made at that moment."""
    return factories.open_invitation(dana, now=NOW)
