"""What one person sees of a pause."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agreements.letters.models import Agreement, CopingLine
from agreements.letters.showing import letter_of
from agreements.pauses.models import Pause
from agreements.pauses.offers import agreed_cool_down
from couples.seats.models import Membership


def pause_context(seat: Membership, running: Pause | None) -> dict[str, Any]:
    """Return what a page about a pause shows, the running one's end among it."""
    cool_down = agreed_cool_down(seat)
    own_lines = CopingLine.objects.filter(user=seat.user_id, agreement__couple=seat.couple_id)
    return {
        "running": running,
        "is_mine": bool(running and running.started_by_id == seat.user_id),
        "cool_down": cool_down,
        "letter": letter_of(cool_down, cool_down.in_force, seat) if cool_down and cool_down.in_force else None,
        "coping_lines": own_lines if running else (),
        "partner": seat.partner,
        "speaks_first": speaks_first(cool_down, running, seat),
    }


def speaks_first(cool_down: Agreement | None, running: Pause | None, seat: Membership) -> str:
    """Return who speaks first after the running pause, or "" where nothing is agreed."""
    if running is None or cool_down is None or cool_down.in_force is None:
        return ""
    rule = cool_down.in_force.settings["speaks_first"]
    if rule == "either":
        return _("whoever is ready")
    is_mine = running.started_by_id == seat.user_id
    return seat.user.name if is_mine == (rule == "starter") else seat.partner.name
