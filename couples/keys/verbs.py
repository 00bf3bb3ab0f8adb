"""Named keys to the API, hashed at rest, made and revoked by their owner."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from basics.tokens import token_hash
from couples.keys.models import ApiKey

if TYPE_CHECKING:
    from couples.people.models import User


def make_key(user: User, name: str, submission: uuid.UUID, now: datetime) -> str | None:
    """Make a key and return its text, which is shown this once; None when the submission made one already."""
    key = f"steady_{secrets.token_urlsafe(32)}"
    try:
        with transaction.atomic():
            ApiKey.objects.create(user=user, name=name, submission=submission, key_hash=token_hash(key), created_at=now)
    except IntegrityError:
        return None
    return key


def revoke_key(user: User, key_id: uuid.UUID) -> bool:
    """Revoke one of the user's own keys; tell whether there was one."""
    return ApiKey.objects.filter(user=user, pk=key_id).delete()[0] > 0
