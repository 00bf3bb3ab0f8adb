"""Telling open pages that they read otherwise now."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection

from couples.people.models import Revision, User, present_value
from couples.seats.access import membership_of

# Of whom nothing has changed yet, and who has no row.
FIRST = "0"


def raise_revisions(people: Iterable[int | None]) -> None:
    """Let the open pages of these people ask for themselves anew. Raises RuntimeError outside a transaction.

    Only for whom something they may see has changed: an open page of anybody else would tell that something has
    happened. The last statement of a verb, and always in the order of the keys: two verbs that raise for the same two
    people follow each other, and neither waits for a row of a person or a couple while it holds one of these.
    """
    _insist_on_transaction()
    keys = sorted({person for person in people if person})
    # Both values, so that it is another one before a moment that is still to come and after it.
    rows = [Revision(user_id=key, value=_any_value(), later_value=_any_value()) for key in keys]
    fields = ["value", "later_value"]
    Revision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user"], update_fields=fields)


def raise_now_and_later(here: int, there: int, moment: datetime, now: datetime) -> None:
    """Raise one person's revision, and let the other's open pages ask anew once `moment` has come and not before.

    For what is there already and the other's to see only then. As the last statement of a verb.
    """
    _insist_on_transaction()
    _in_order({here: lambda: raise_revisions([here]), there: lambda: _raise_at(there, moment, now)})


def raise_now_and_never(here: int, there: int, moment: datetime) -> None:
    """Raise one person's revision, and let nothing happen to the other's at that moment."""
    _insist_on_transaction()
    later = Revision.objects.filter(pk=there, later_from=moment)
    _in_order({here: lambda: raise_revisions([here]), there: lambda: later.update(later_from=None)})


def _in_order(steps: Mapping[int, Callable[[], object]]) -> None:
    for key in sorted(steps):
        steps[key]()


def _raise_at(person_id: int, moment: datetime, now: datetime) -> None:
    Revision.objects.bulk_create([Revision(user_id=person_id, value=FIRST)], ignore_conflicts=True)
    later = {"later_value": _any_value(), "later_from": moment}
    Revision.objects.filter(pk=person_id).update(value=present_value(now), **later)


def _insist_on_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A change and the revision that tells of it are one.")


def _any_value() -> str:
    return secrets.token_urlsafe(9)


def present_revision(person_id: int, now: datetime) -> str:
    """Return which one is the present one. One query."""
    found = Revision.objects.filter(pk=person_id).values_list(present_value(now), flat=True)
    return found.first() or FIRST


def revision_to_show(person: User, now: datetime) -> str:
    """Return the same for a page that is about to be read for: where there is a seat it comes with that."""
    seat = membership_of(person)
    return seat.revision or FIRST if seat else present_revision(person.pk, now)
