"""A name under what two people wrote to each other stays with whom it stood for, whatever both are called since."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.letters.models import Consent, Version
from basics.refusals import Refusal
from couples.people.models import User
from couples.people.names import look_the_same
from couples.seats.access import membership_of
from couples.seats.leaving import keep_connected


class PartnersFormerName(Refusal):
    """The partner's name under a letter or a yes, or one that looks like it."""

    field = "name"
    message = _(
        "Your partner's name in your agreements looks like this. Choose another, so that it stays clear who said yes."
    )


def object_to_partners_former_name(person: User, name: str, now: datetime) -> None:
    """Refuse a change to a name that stands for the partner under what both can read. Raises PartnersFormerName.

    Under the couple's row, which whoever writes a letter or says yes takes before they read the names.
    """
    seat = membership_of(person)
    if (
        seat
        and keep_connected(seat)
        and any(look_the_same(name, each) for each in _names_of_partner(seat.couple_id, person))
    ):
        raise PartnersFormerName


def _names_of_partner(couple_id: uuid.UUID, person: User) -> Iterator[str]:
    """Yield them as they are decrypted. A letter that its writer took back is left out, or a refusal told of it."""
    both_read = Q(consents__user=person) | Q(agreement__proposal=F("pk"))
    versions = Version.objects.filter(both_read, couple=couple_id).values_list("pk", "agreement__author_id", "names")
    read = {pk: names["other" if author == person.pk else "author"] for pk, author, names in versions}
    yield from read.values()
    theirs = Consent.objects.filter(version__couple=couple_id).exclude(user=person)
    for version, name in theirs.values_list("version_id", "name"):
        if version in read:
            yield name
