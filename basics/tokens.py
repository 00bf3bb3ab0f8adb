"""Secrets of which only a hash is stored."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def token_hash(token: str) -> str:
    """Return what is stored to find an invitation or a key by its secret."""
    return hashlib.sha256(token.encode()).hexdigest()
