"""Whom Dana invites."""

from __future__ import annotations

import pytest

from couples.pairing.models import Invitation
from couples.people.models import User
from tests.helpers import factories


@pytest.fixture
def link(dana: User) -> Invitation:
    """A plain link by Dana."""
    return factories.open_invitation(dana)
