"""Two people do not go by one name: else nobody could tell who said what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from couples.people.models import User
from couples.people.names import look_the_same
from couples.seats.access import membership_of
from couples.seats.leaving import keep_connected
from couples.seats.models import Membership


class PartnersName(Refusal):
    """The name that the partner goes by, or one that looks like it."""

    field = "name"
    message = _("Your partner goes by this name here. Choose another, so that what each of you said stays clear.")


def object_to_partners_name(person: User, name: str, now: datetime) -> None:
    """Refuse a change to the partner's name. Raises PartnersName.

    Under the couple's row, and with the name that the partner has by then: both may take one new name at once.
    """
    seat = membership_of(person)
    if seat and keep_connected(seat) and look_the_same(name, names_now(seat)[1]):
        raise PartnersName


def names_now(seat: Membership) -> tuple[str, str]:
    """Return what the two are called, mine and theirs. Call it after `keep_connected`.

    Another name takes the couple's row too, so these stand until the caller's transaction ends; one that was read with
    the page may be the other's by now.
    """
    both = User.objects.filter(pk__in=(seat.user_id, seat.partner.pk))
    called = dict(both.values_list("pk", "name"))
    return called[seat.user_id], called[seat.partner.pk]
