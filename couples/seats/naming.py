"""Two people do not go by one name: else nobody could tell who said what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from couples.people.models import User
from couples.people.names import look_the_same
from couples.seats.access import membership_of


class PartnersName(Refusal):
    """The name that the partner goes by, or one that looks like it."""

    field = "name"
    message = _("Your partner goes by this name here. Choose another, so that what each of you said stays clear.")


def object_to_partners_name(person: User, name: str, now: datetime) -> None:
    """Refuse a change to the partner's name. Raises PartnersName."""
    seat = membership_of(person)
    if seat and look_the_same(name, seat.partner.name):
        raise PartnersName
