"""A new password ends the keys."""

from __future__ import annotations

from couples.keys.models import ApiKey
from couples.people.models import User


def revoke_keys(user: User, **_kwargs: object) -> None:
    """Revoke the person's keys: somebody who knew the old password may hold one, and would go on reading with it."""
    ApiKey.objects.filter(user=user).delete()
