"""The ways to pause that the page offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from agreements.letters.models import Agreement
from basics import formats
from basics.localtime import local, moment
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


def agreed_cool_down(membership: Membership) -> Agreement | None:
    """Return the cool-down agreement in force, if any."""
    return Agreement.objects.of(membership).now_in_force().filter(kind="cool_down").with_words().first()


def offers(membership: Membership, cool_down: Agreement | None, now: datetime) -> list[Offer]:
    """Return the ways to pause, the one for the single tap first.

    The first is the agreed length, or 20 minutes where nothing is agreed; from 21:00 to 05:00 on the starter's
    clock the next 09:00 stands before it, because a talk at midnight helps nobody.
    """
    agreed = cool_down.in_force.settings["minutes"] if cool_down and cool_down.in_force else DEFAULT_MINUTES
    lengths = dict.fromkeys((agreed, 20, 60, 240, 1440))
    timed = [Offer(f"{minutes}", formats.length(minutes), now + timedelta(minutes=minutes)) for minutes in lengths]
    return _evening_offer(membership.user.time_zone, now) + timed


def _evening_offer(zone: str, now: datetime) -> list[Offer]:
    here = local(now, zone)
    if NIGHT_ENDS <= here.time() < EVENING:
        return []
    is_evening = here.time() >= EVENING
    day = here.date() + timedelta(days=1) if is_evening else here.date()
    label = _("until tomorrow 09:00") if is_evening else _("until 09:00")
    return [Offer("morning", label, moment(day, NEXT_MORNING, zone))]


def offered(membership: Membership, name: str, now: datetime) -> Offer:
    """Return the offer that the page called `name`, counted from `now`; the first one for any other name."""
    choices = offers(membership, agreed_cool_down(membership), now)
    return next((offer for offer in choices if offer.name == name), choices[0])
