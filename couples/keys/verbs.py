"""Named keys to the API, hashed at rest, made and revoked by their owner; each ends by itself."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from basics.limits import take_turn
from basics.localtime import local
from basics.refusals import Refusal
from basics.tokens import token_hash
from couples.keys.models import ApiKey
from reminders.choices.own_kinds import tell_reach_changed

if TYPE_CHECKING:
    from couples.people.models import User

LONGEST = timedelta(days=365)

# More programs than anybody lets in.
MOST_KEYS = 50


class TooManyKeys(Refusal):
    """So many keys that nobody knows which is where."""

    name = "no-room"
    message = _("You have many keys already. Revoke one that you do not use, then make this one.")


def make_key(user: User, name: str, submission: uuid.UUID, now: datetime, lasts: timedelta = LONGEST) -> str | None:
    """Make a key and return its text, which is shown this once; None when the submission made one already.

    Raises TooManyKeys.
    """
    key = f"steady_{secrets.token_urlsafe(32)}"
    made = {"key_hash": token_hash(key), "created_at": now, "ends_at": now + min(lasts, LONGEST)}
    try:
        with transaction.atomic():
            take_turn(user.pk)
            if ApiKey.objects.filter(user=user).exclude(submission=submission).count() >= MOST_KEYS:
                raise TooManyKeys
            ApiKey.objects.create(user=user, name=name, submission=submission, **made)
            tell_reach_changed(user.pk, "key", now)
    except IntegrityError:
        return None
    return key


def use_key(text: str, now: datetime) -> ApiKey | None:
    """Return the key that this is the text of, with its owner, and note the day; None for one that opens nothing."""
    holding = ApiKey.objects.select_related("user").filter(ends_at__gt=now, user__is_active=True, user__erases_at=None)
    key = holding.filter(key_hash=token_hash(text)).first()
    if key:
        _note_day(key, now)
    return key


def _note_day(key: ApiKey, now: datetime) -> None:
    """Write the day once: a key may be used many times a minute. Forward only, whoever of two comes second."""
    today = local(now, key.user.time_zone).date()
    if key.last_used_on is None or key.last_used_on < today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def revoke_key(user: User, key_id: uuid.UUID) -> bool:
    """Revoke one of the user's own keys; tell whether there was one."""
    return ApiKey.objects.filter(user=user, pk=key_id).delete()[0] > 0
