"""The ways to pause that the page offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from agreements.kinds.cool_down import CoolDown
from agreements.letters.models import Agreement
from agreements.letters.showing import AgreementAsSeen
from basics import formats
from basics.localtime import local, moment
from basics.transactions import reading
from couples.seats.models import Membership

DEFAULT_MINUTES = 20
EVENING = time(21, 0)
NIGHT_ENDS = time(5, 0)
NEXT_MORNING = time(9, 0)


@dataclass(frozen=True)
class Offer:
    """One way to pause that the page offers."""

    name: str
    label: str
    until: datetime


def agreed_cool_down(seat: Membership) -> Agreement | None:
    """Return the cool-down agreement in force, if any."""
    with reading(seat.user_id):
        return Agreement.objects.of(seat).now_in_force().filter(kind=CoolDown.name).with_words().first()


def offers(seat: Membership, minutes: int, now: datetime) -> list[Offer]:
    """Return the ways to pause, the one for the single tap first.

    The first is the agreed length, `minutes`; from 21:00 to 05:00 on the starter's clock the next 09:00 stands
    before it, because a talk at midnight helps nobody.
    """
    lengths = dict.fromkeys((minutes, 20, 60, 240, 1440))
    timed = [Offer(f"{minutes}", formats.length(minutes), now + timedelta(minutes=minutes)) for minutes in lengths]
    return _evening_offer(seat.user.time_zone, now) + timed


def _evening_offer(zone: str, now: datetime) -> list[Offer]:
    here = local(now, zone)
    if NIGHT_ENDS <= here.time() < EVENING:
        return []
    is_evening = here.time() >= EVENING
    day = here.date() + timedelta(days=1) if is_evening else here.date()
    label = _("until tomorrow 09:00") if is_evening else _("until 09:00")
    return [Offer("morning", label, moment(day, NEXT_MORNING, zone))]


def minutes_of(cool_down: Agreement | None) -> int:
    """Return the agreed length of a pause, or 20 minutes where nothing is agreed."""
    return cool_down.in_force.settings["minutes"] if cool_down and cool_down.in_force else DEFAULT_MINUTES


def agreed_minutes(in_force: Iterable[AgreementAsSeen]) -> int:
    """Return the same, out of the agreements that were read already."""
    found = (
        row.in_force.terms.settings["minutes"] for row in in_force if row.in_force and row.kind.name == CoolDown.name
    )
    return next(found, DEFAULT_MINUTES)


def offered(seat: Membership, name: str, now: datetime) -> Offer:
    """Return the offer that the page called `name`, counted from `now`; the first one for any other name."""
    choices = offers(seat, minutes_of(agreed_cool_down(seat)), now)
    return next((offer for offer in choices if offer.name == name), choices[0])
