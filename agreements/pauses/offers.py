"""The ways to pause that the page offers. An offer's name carries what its label promises, and a form sends the name.

So a page from last night starts what it says, or nothing. A time of day goes by the clock that the cool-down agreement
names; by the starter's own it would tell where they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.cool_down import CoolDown
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement
from agreements.letters.showing import AgreementAsSeen
from agreements.pauses.extending import More, may_ask_for_more, more_begins
from agreements.pauses.limits import SHORTEST, PauseRefused
from agreements.pauses.models import LONGEST, Pause
from basics import formats
from basics.localtime import local, moment_name, moment_named, next_time
from basics.transactions import reading
from couples.seats.models import Membership

DEFAULT_MINUTES = 20
EVENING = time(21, 0)
NIGHT_ENDS = time(5, 0)
NEXT_MORNING = time(9, 0)
MINUTES = timedelta(minutes=1)
LENGTHS = (20, 60, 240, 1440)
MORE = (30, 60)


class OfferGone(PauseRefused):
    """What the button promised cannot be any more: the time is over or too near, or the name means nothing."""

    field = "offer"
    message = gettext_lazy("This is not possible any more, so nothing has begun. Choose one of these.")


@dataclass(frozen=True)
class Agreed:
    """What two people agreed about the length of a pause, and by whose clock."""

    minutes: int = DEFAULT_MINUTES
    # "" where no agreement names one.
    zone: str = ""

    @classmethod
    def by(cls, terms: Terms | None) -> Agreed:
        """Return what these terms of a cool-down say; the usual where there are none."""
        return cls(terms.settings["minutes"], terms.settings.get("zone") or "") if terms else cls()


@dataclass(frozen=True)
class Offer:
    """One way to pause that the page offers."""

    name: str
    label: str
    until: datetime

    @property
    def lasts_the_night(self) -> bool:
        """Tell whether it runs to the morning, and to no length of its own."""
        return not self.name.isdecimal()


def agreed_cool_down(seat: Membership, now: datetime) -> Agreement | None:
    """Return the cool-down agreement in force, if any."""
    with reading(seat.user_id):
        return Agreement.objects.of(seat).now_in_force(now).filter(kind=CoolDown.name).with_words().first()


def agreed(cool_down: Agreement | None) -> Agreed:
    """Return what the agreement in force says."""
    return Agreed.by(cool_down.in_force.terms if cool_down and cool_down.in_force else None)


def agreed_among(in_force: Iterable[AgreementAsSeen]) -> Agreed:
    """Return the same, out of the agreements that were read already."""
    found = (row.in_force.terms for row in in_force if row.in_force and row.kind.name == CoolDown.name)
    return Agreed.by(next(found, None))


def offers(agreed: Agreed, now: datetime) -> list[Offer]:
    """Return the ways to pause, the one for the single tap first.

    The first is the agreed length; from 21:00 to 05:00 on the agreed clock the next 09:00 stands before it, because a
    talk at midnight helps nobody.
    """
    lengths = dict.fromkeys((agreed.minutes, *LENGTHS))
    return _evening_offer(agreed.zone, now) + [_offer_of(minutes, now) for minutes in lengths]


def _offer_of(minutes: int, now: datetime) -> Offer:
    return Offer(str(minutes), formats.length(minutes), now + minutes * MINUTES)


def _evening_offer(zone: str, now: datetime) -> list[Offer]:
    here = local(now, zone) if zone else None
    if here is None or NIGHT_ENDS <= here.time() < EVENING:
        return []
    return [_offer_until(next_time(NEXT_MORNING, now, zone), now)]


def _offer_until(until: datetime, now: datetime) -> Offer:
    """It ends by the agreed clock and is said by the reader's own: the two may live in two zones."""
    is_today = timezone.localtime(until).date() == timezone.localtime(now).date()
    label = _("until %(time)s") if is_today else _("until tomorrow %(time)s")
    return Offer(moment_name(until), label % {"time": formats.clock(until)}, until)


def offers_of_more(pause: Pause, seat: Membership, agreed: Agreed, now: datetime) -> list[Offer]:
    """Return the ways to ask for more time, those that still fit into a day; none where it is not the time for it."""
    if not may_ask_for_more(pause, seat, now):
        return []
    begins = more_begins(pause, now)
    lengths = [Offer(str(minutes), formats.length(minutes), begins + minutes * MINUTES) for minutes in MORE]
    found = lengths + _morning_offer(begins, agreed.zone, now)
    return [offer for offer in found if offer.until - pause.started_at <= LONGEST]


def _morning_offer(begins: datetime, zone: str, now: datetime) -> list[Offer]:
    if not zone:
        return []
    until = next_time(NEXT_MORNING, begins, zone)
    return [_offer_until(until, now)] if until - begins >= SHORTEST else []


def more_promised(name: str) -> More:
    """Return what the offer of this name promises. Raises OfferGone for a name that promises nothing."""
    if name.isdecimal() and len(name) <= 4:
        return More(length=int(name) * MINUTES)
    if until := moment_named(name):
        return More(moment=until)
    raise OfferGone


def more_at(at: time, agreed: Agreed, now: datetime) -> More:
    """Return more time until the agreed clock shows `at`. Raises OfferGone where no clock is agreed."""
    if not agreed.zone:
        raise OfferGone
    return More(moment=next_time(at, now, agreed.zone))


def end_promised(name: str, now: datetime) -> datetime:
    """Return the end (UTC) that the offer of this name promises: a length from `now`, or that very moment.

    Raises OfferGone for a name that promises nothing, and for an end that no pause can have now.
    """
    until = _end_named(name, now)
    if until is None or not SHORTEST <= until - now <= LONGEST:
        raise OfferGone
    return until


def _end_named(name: str, now: datetime) -> datetime | None:
    try:
        return now + int(name) * MINUTES if name.isdecimal() else moment_named(name)
    except (ValueError, OverflowError):
        return None


def first_offer(seat: Membership, now: datetime) -> Offer:
    """Return what is offered for a single tap."""
    return offers(agreed(agreed_cool_down(seat, now)), now)[0]
