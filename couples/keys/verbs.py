"""Named keys to the API, hashed at rest, made and revoked by their owner."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from basics.limits import take_turn
from basics.refusals import Refusal
from basics.tokens import token_hash
from couples.keys.models import ApiKey

if TYPE_CHECKING:
    from couples.people.models import User


# More programs than anybody lets in.
MOST_KEYS = 50


class TooManyKeys(Refusal):
    """So many keys that nobody knows which is where."""

    name = "no-room"
    message = _("You have many keys already. Revoke one that you do not use, then make this one.")


def make_key(user: User, name: str, submission: uuid.UUID, now: datetime) -> str | None:
    """Make a key and return its text, which is shown this once; None when the submission made one already.

    Raises TooManyKeys.
    """
    key = f"steady_{secrets.token_urlsafe(32)}"
    try:
        with transaction.atomic():
            take_turn(user.pk)
            if ApiKey.objects.filter(user=user).exclude(submission=submission).count() >= MOST_KEYS:
                raise TooManyKeys
            ApiKey.objects.create(user=user, name=name, submission=submission, key_hash=token_hash(key), created_at=now)
    except IntegrityError:
        return None
    return key


def revoke_key(user: User, key_id: uuid.UUID) -> bool:
    """Revoke one of the user's own keys; tell whether there was one."""
    return ApiKey.objects.filter(user=user, pk=key_id).delete()[0] > 0
