"""What the safety page and the head of docs/safety.md say, in this order."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pages.privacy.showing import Section
from pages.safety import sentences


def safety() -> Sequence[Section]:
    """Return the three parts."""
    return (
        Section(_("What holds here"), points=sentences.PROMISED),
        Section(_("What nobody can promise"), points=sentences.CANNOT),
        Section(_("If someone may know your password"), [sentences.DANGER_FIRST], sentences.IF_THE_PASSWORD_IS_KNOWN),
    )
