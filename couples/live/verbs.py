"""Telling open pages that they read otherwise now."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import connection

from couples.people.models import Revision, User
from couples.seats.access import membership_of

# Of whom nothing has changed yet, and who has no row.
FIRST = "0"


def raise_revisions(people: Iterable[int | None]) -> None:
    """Let the open pages of these people ask for themselves anew. Raises RuntimeError outside a transaction.

    Only for whom something they may see has changed: an open page of anybody else would tell that something has
    happened. The last statement of a verb, and always in the order of the keys: two verbs that raise for the same two
    people follow each other, and neither waits for a row of a person or a couple while it holds one of these.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A change and the revision that tells of it are one.")
    keys = sorted({person for person in people if person})
    rows = [Revision(user_id=key, value=secrets.token_urlsafe(9)) for key in keys]
    Revision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user"], update_fields=["value"])


def present_revision(person_id: int) -> str:
    """Return which one is the present one. One query."""
    return Revision.objects.filter(pk=person_id).values_list("value", flat=True).first() or FIRST


def revision_to_show(person: User) -> str:
    """Return the same for a page that is about to be read for: where there is a seat it comes with that."""
    seat = membership_of(person)
    return seat.revision or FIRST if seat else present_revision(person.pk)
