"""What one person sees of a pause."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from agreements.letters.models import Agreement, PrivateLine
from agreements.letters.showing import Letter, letter_of
from agreements.pauses.models import Pause
from agreements.pauses.offers import Offer, agreed, agreed_cool_down, offers
from agreements.pauses.verbs import running_pause
from basics.directions import own_words
from couples.seats.models import Membership


@dataclass(frozen=True)
class RunningPause:
    """A pause that runs."""

    # So that "come back now" ends this one and none that began later.
    id: uuid.UUID
    ends_at: datetime
    is_mine: bool
    # By name; empty where nothing is agreed.
    speaks_first: str
    # One's own, for nobody else.
    coping_lines: Sequence[str]


@dataclass(frozen=True)
class PauseAsSeen:
    """Whether a pause runs, and how to take one."""

    running: RunningPause | None
    # The agreement in force, and how it reads.
    cool_down: uuid.UUID | None
    letter: Letter | None
    offers: Sequence[Offer]


def pause_as_seen(seat: Membership, now: datetime) -> PauseAsSeen:
    """Return what the holder of this seat sees of a pause at `now`."""
    running, cool_down = running_pause(seat.couple_id, now), agreed_cool_down(seat)
    return PauseAsSeen(
        running=_running(running, cool_down, seat) if running else None,
        cool_down=cool_down.pk if cool_down else None,
        letter=letter_of(cool_down, cool_down.in_force) if cool_down and cool_down.in_force else None,
        offers=offers(agreed(cool_down), now),
    )


def _running(pause: Pause, cool_down: Agreement | None, seat: Membership) -> RunningPause:
    own_lines = PrivateLine.objects.filter(user=seat.user_id, couple=seat.couple_id)
    return RunningPause(
        id=pause.pk,
        ends_at=pause.ends_at,
        is_mine=pause.started_by_id == seat.user_id,
        speaks_first=_speaks_first(pause, cool_down, seat),
        coping_lines=[line.words for line in own_lines],
    )


def _speaks_first(pause: Pause, cool_down: Agreement | None, seat: Membership) -> str:
    if cool_down is None or cool_down.in_force is None:
        return ""
    rule = cool_down.in_force.settings["speaks_first"]
    if rule == "either":
        return _("whoever is ready")
    is_mine = pause.started_by_id == seat.user_id
    return own_words(seat.user.name if is_mine == (rule == "starter") else seat.partner.name)
