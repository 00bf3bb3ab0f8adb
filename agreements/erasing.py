"""What goes of the agreed words when one of the two erases their account: their name, and what only they could read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from agreements.letters.models import Agreement, Consent, Version
from couples.people.models import User
from couples.seats.models import Membership


def all_agreements(seat: Membership) -> QuerySet[Agreement]:
    """Return all that the two began: the other's own words hang on them, and no row of them has a word in it."""
    return Agreement.objects.of(seat)


def agreed_versions(seat: Membership) -> QuerySet[Version]:
    """Return the words that were in force, and what those, or the holder's own, let go on: they say it too."""
    versions = Version.objects.filter(couple=seat.couple_id)
    renews: dict[int, Any] = dict(versions.filter(renews__isnull=False).values_list("pk", "renews"))
    own = versions.filter(author=seat.user_id, pk__in=renews).values_list("pk", flat=True)
    found = {*versions.filter(agreement__in_force=F("pk")).values_list("pk", flat=True), *own}
    while more := {renews[key] for key in found & renews.keys()} - found:
        found |= more
    return versions.filter(pk__in=found)


def agreed_yeses(seat: Membership) -> QuerySet[Consent]:
    """Return who said yes to those."""
    return Consent.objects.filter(version__in=agreed_versions(seat))


def forget_name_in_versions(person: User, now: datetime) -> None:
    """Empty this person's name wherever one of the two wrote: of a version that stays nothing else is changed."""
    theirs = Version.objects.filter(couple__memberships__user=person)
    for key, author, names in theirs.values_list("pk", "agreement__author", "names"):
        role = "author" if author == person.pk else "other"
        Version.objects.filter(pk=key).update(names={**names, role: ""})


def forget_name_in_yeses(person: User, now: datetime) -> None:
    """Empty it where they said yes."""
    Consent.objects.filter(user=person).update(name="")
