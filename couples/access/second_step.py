"""The secrets of the second step, encrypted at rest like people's own words: with them anybody makes the codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from basics import encryption

# Where allauth keeps them in an authenticator's data: of an app, of the spare codes, of spare codes made elsewhere.
SECRETS = ("secret", "seed", "migrated_codes")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Allauth's door to the second step."""

    def encrypt(self, text: str) -> str:
        """Return what is stored."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises WordsUnreadable."""
        return encryption.decrypt(encrypted_text)


def rotate_second_steps() -> int:
    """Encrypt all secrets anew with the newest key; return how many rows. Raises WordsUnreadable."""
    keys = list(Authenticator.objects.values_list("pk", flat=True))
    return sum(_rotate(key) for key in keys)


def _rotate(key: int) -> int:
    # Whoever uses a spare code writes the whole data back, under this same lock; on SQLite one transaction writes.
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return 0
        fresh = with_secrets(row.data, encryption.rotate)
        return int(Authenticator.objects.filter(pk=key).update(data=fresh))


def with_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return an authenticator's data with each secret changed; all else stays."""
    return {name: _changed(value, change) if name in SECRETS else value for name, value in data.items()}


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    return [change(each) for each in value] if isinstance(value, list) else change(value)
