"""What the safety page and the head of docs/safety.md say, in this order."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pages.privacy.showing import Section
from pages.safety import sentences


def safety() -> Sequence[Section]:
    """Return the three parts."""
    return (
        Section(_("What we promise between you two"), points=sentences.PROMISED),
        Section(_("What we cannot do"), points=sentences.CANNOT),
        Section(_("What helps"), points=sentences.HELPS),
    )
