"""Whom to ask: the operator says it (CONTACT); without it the page says what is true without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from pages.privacy import sentences


@dataclass(frozen=True)
class Contact:
    """A sentence, and where it leads."""

    sentence: Any
    # A mail address, or the address of a page. Empty: nobody has set one.
    address: str = ""

    @property
    def link(self) -> str:
        """Return the address as a link has it."""
        return self.address if self.address.startswith("https://") else f"mailto:{self.address}"


def contact() -> Contact:
    """Return whom to ask about this service."""
    return Contact(sentences.ASK, settings.CONTACT) if settings.CONTACT else Contact(sentences.NO_CONTACT)
