"""The demo couple of `make run`: only on an empty database, and with a check-in about to begin."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.cool_down import CoolDown
from agreements.kinds.form import first_terms
from agreements.kinds.response_rule import ResponseRule
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement
from basics.localtime import local
from checkins.rhythm.kind import Rhythm
from checkins.rhythm.models import CheckIn
from checkins.rituals.ritual import Ritual
from config.operating.demo_past import live_on
from couples.people.models import User
from couples.seats.models import Couple, Membership

PASSWORD = "tea at half past eight"  # noqa: S105 - the demo's, printed at every start
ZONE = "Europe/Berlin"
PEOPLE = (("alice@example.org", "Alice"), ("bob@example.org", "Bob"))
DUE_IN = timedelta(seconds=75)
BEGAN = timedelta(weeks=11)


def prepare_demo(say: Callable[[str], object]) -> None:
    """Make the demo couple on an empty database; on every run let their check-in begin within two minutes."""
    now = timezone.now()
    if not User.objects.exists():
        _make_couple(now)
    alice = User.objects.filter(email=PEOPLE[0][0]).first()
    if alice is None:
        return
    _bring_check_in_near(alice, now)
    _print(say)


def _make_couple(now: datetime) -> None:
    people = [_make_person(email, name) for email, name in PEOPLE]
    began = now - BEGAN
    couple = Couple.objects.create(connected_at=began)
    seats = [Membership.objects.create(couple=couple, user=user, seat=number) for number, user in enumerate(people, 1)]
    _agree(seats, kind_named(CoolDown.name), {}, began)
    rule = _agree(seats, kind_named(ResponseRule.name), {}, now - timedelta(days=42))
    # Five weeks ago at the hour of the one that begins soon: four have been since, and that is the next.
    since = now - timedelta(weeks=5, days=-1)
    supper = _agree(seats, kind_named(Ritual.name), {}, began + timedelta(weeks=2))
    consent.end(supper, seats[1], now - timedelta(days=18))
    rhythm = _agree(seats, kind_named(Rhythm.name), _soon(now, weeks_ago=4), since)
    live_on(seats[0], seats[1], rhythm, rule, now)


def _make_person(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, time_zone=ZONE, first_steps_done=True)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _agree(
    seats: list[Membership], kind: AgreementKind, settings_values: dict[str, object], now: datetime
) -> Agreement:
    """Let both agree on the kind's first template, with these settings; return what they agreed on."""
    terms = first_terms(kind.form_class, {**kind.defaults(seats[0].user), **kind.starters[0].values})
    terms = terms.replaced(Terms({}, settings_values))
    agreement = consent.propose(seats[0], kind, terms, uuid.uuid4(), now)
    consent.accept(agreement, seats[1], 1, now)
    return agreement


def _bring_check_in_near(alice: User, now: datetime) -> None:
    """Amend the rhythm, as both could, so that its next check-in is now; the reminder comes when it begins."""
    seat = Membership.objects.active().of(alice).first()
    if seat is None:
        return
    rhythm = Agreement.objects.of(seat).now_in_force(now).filter(kind=Rhythm.name, proposal__isnull=True).first()
    if rhythm is None or rhythm.in_force is None or _begins_soon(rhythm, now):
        return
    partner_seat = Membership.objects.active().get(couple=seat.couple_id, user=seat.partner)
    number = rhythm.in_force.number
    version = consent.amend(rhythm, seat, Terms({}, _soon(now)), number, uuid.uuid4(), now)
    consent.accept(rhythm, partner_seat, version.number, now)


def _begins_soon(rhythm: Agreement, now: datetime) -> bool:
    return CheckIn.objects.ahead(now).filter(agreement=rhythm, starts_at__lte=now + timedelta(minutes=2)).exists()


def _soon(now: datetime, weeks_ago: int = 0) -> dict[str, object]:
    """Return a rhythm's settings with a check-in at the whole minute that is 15 to 75 seconds away."""
    here = local((now + DUE_IN).replace(second=0, microsecond=0), ZONE)
    return {
        "every": "weeks",
        "weeks": 1,
        "weekdays": [here.weekday()],
        "zone": ZONE,
        "at": f"{here:%H:%M}",
        "starts_on": (here.date() - timedelta(weeks=weeks_ago)).isoformat(),
        "remind_minutes": 0,
    }


def _print(say: Callable[[str], object]) -> None:
    say(_("\nDemo log-ins (two browser windows, or one private):"))
    for email, _name in PEOPLE:
        say(f"  {email}    {PASSWORD}")
    say("  A check-in begins within two minutes: a notice appears in the app, and the mail at")
    say(f"  {settings.SITE_URL}/outbox/")
