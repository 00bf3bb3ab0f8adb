"""What one showed of how it went."""

from __future__ import annotations

import uuid
from datetime import datetime

from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from journal.copies.verbs import show
from journal.triggers.copies import EASED_COPY, eased_said


def told_how_it_went(seat: Membership, answer: str, now: datetime, trigger: str = "late_reply") -> ShownCopy:
    """Show how it went; what is told of it is chosen before."""
    return show(seat, EASED_COPY, f"trigger:{trigger}", eased_said(trigger, "", answer), uuid.uuid4(), now)
