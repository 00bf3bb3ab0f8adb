"""What a person takes with them of this room: their account, their connections, what they have begun to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from basics.keeping import Chapter, Export
from basics.pieces import day_of, in_pieces
from couples.begun.models import BegunText
from couples.begun.verbs import KEPT_FOR
from couples.keys.models import ApiKey
from couples.pairing.models import Invitation
from couples.people.models import User
from couples.seats.past import seats_of

Rows = Iterator[Mapping[str, Any]]


def _account(person: User, _now: datetime) -> Rows:
    addresses = EmailAddress.objects.filter(user=person).order_by("-primary", "pk")
    yield {
        "name": person.name,
        "addresses": [row.email for row in addresses] or [person.email],
        "language": dict(settings.LANGUAGES).get(person.language, person.language),
        "time_zone": person.time_zone,
        "appearance": str(person.get_theme_display()),
        "since": day_of(person.date_joined),
    }


def _connections(person: User, _now: datetime) -> Rows:
    for seat in seats_of(person):
        yield {
            "with": seat.partner.name,
            "since": day_of(seat.couple.connected_at),
            "until": day_of(seat.ended_at),
            "colour": str(seat.tint.label),
        }


def _begun(person: User, now: datetime) -> Rows:
    rows = BegunText.objects.filter(user=person, kept_at__gt=now - KEPT_FOR).order_by("-kept_at", "pk")
    for row in in_pieces(rows):
        texts = [value for value in row.typed.values() if isinstance(value, str) and value]
        yield {"on": day_of(row.kept_at), "text": "\n".join(texts)}


def _invitations(person: User, now: datetime) -> Rows:
    for row in Invitation.objects.held_by(person).filter(expires_at__gt=now):
        yield {"on": day_of(row.created_at), "address": row.address, "until": day_of(row.expires_at)}


def _keys(person: User, _now: datetime) -> Rows:
    for row in ApiKey.objects.filter(user=person).order_by("created_at", "pk"):
        yield {
            "name": row.name,
            "made_on": day_of(row.created_at),
            "until": day_of(row.ends_at),
            "last_used_on": row.last_used_on,
        }


ACCOUNT = Export(
    "account",
    _("Your account"),
    {
        "name": _("Name"),
        "addresses": _("E-mail"),
        "language": _("Language"),
        "time_zone": _("Time zone"),
        "appearance": _("Appearance"),
        "since": _("Since"),
    },
    _account,
    Chapter.ACCOUNT,
)
CONNECTIONS = Export(
    "connections",
    _("With whom you use Steady, and used it"),
    {"with": _("With"), "since": _("Since"), "until": _("Until"), "colour": _("Your colour")},
    _connections,
    Chapter.OURS,
)
BEGUN = Export("begun", _("What you have begun to write"), {"on": "", "text": ""}, _begun)
INVITATIONS = Export(
    "invitations",
    _("Your invitation"),
    {"on": "", "address": _("To"), "until": _("Open until")},
    _invitations,
    Chapter.ACCOUNT,
)
KEYS = Export(
    "keys",
    _("Keys for other programs"),
    {"name": "", "made_on": _("Made on"), "until": _("Works until"), "last_used_on": _("Last used on")},
    _keys,
    Chapter.ACCOUNT,
)
