"""Asking that one's account be erased, keeping it after all, and erasing what is due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from basics.keeping import all_keepings
from basics.transactions import acting, serving
from couples.erasing import end_sign_ins
from couples.pairing.verbs import let_go_of_all
from couples.people.models import User
from couples.seats.leaving import leave
from couples.seats.models import Membership
from pages.erasure.carrying_out import erase_all_of, own_rows

logger = logging.getLogger(__name__)

# To think it over. Who was made to ask has as long to undo it.
GRACE = timedelta(days=7)
# So that nobody waits long for the database, whatever has gathered.
MOST_AT_ONCE = 20


def ask_for_erasure(person: User, now: datetime, *, at_once: bool = False) -> bool:
    """Have this account erased, at once or after the days of grace; tell whether this call asked.

    Using it together ends now, as by any leave: nothing flows any more, and the other cannot tell the two apart.
    Everything that works for the person while they are away stops too. Asked twice the first day stands.
    """
    with acting(person.pk):
        _leave(person, now)
        waiting = User.objects.filter(pk=person.pk, erases_at__isnull=True)
        if not waiting.update(erases_at=now if at_once else now + GRACE):
            return False
        # Their invitation may have been accepted a moment ago; from the mark on none is.
        _leave(person, now)
        let_go_of_all(person)
        _stop(person, now)
    if at_once:
        erase(person.pk, now)
    return True


def _leave(person: User, now: datetime) -> None:
    for seat in Membership.objects.active().of(person).select_related("couple"):
        leave(seat, now)


def _stop(person: User, now: datetime) -> None:
    for keeping in all_keepings():
        if keeping.ends_at_once:
            own_rows(keeping, person).delete()
    end_sign_ins(person, now)


def keep_account(person: User) -> bool:
    """Let the account stay; tell whether it still could. What has stopped stays so: this person is on their own."""
    with acting(person.pk):
        return bool(User.objects.filter(pk=person.pk, erases_at__isnull=False).update(erases_at=None))


def erase_now(person: User, now: datetime) -> bool:
    """Erase an account that waits for its day; tell whether it did."""
    with acting(person.pk):
        User.objects.filter(pk=person.pk, erases_at__gt=now).update(erases_at=now)
    return erase(person.pk, now)


def erase_what_is_due(now: datetime) -> int:
    """Erase the accounts whose day has come; return how many. Part of housekeeping.

    One that fails does not keep the others, and is tried again the next minute.
    """
    due = User.objects.filter(erases_at__lte=now).order_by("erases_at").values_list("pk", flat=True)
    return sum(_try_to_erase(key, now) for key in due[:MOST_AT_ONCE])


def _try_to_erase(person_id: int, now: datetime) -> bool:
    try:
        return erase(person_id, now)
    except Exception:
        # Not which account: a log outlasts it.
        logger.exception("an account could not be erased")
        return False


def erase(person_id: int, now: datetime) -> bool:
    """Erase an account whose day has come, in one transaction: all of it or nothing. Tell whether this call did.

    The row is updated first: of an erasure and a "keep" at once the second one finds nothing to do.
    """
    with serving(), transaction.atomic():
        if not User.objects.filter(pk=person_id, erases_at__lte=now).update(erases_at=F("erases_at")):
            return False
        erase_all_of(User.objects.get(pk=person_id), now)
        return True
