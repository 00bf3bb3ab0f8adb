"""Leaving: one form, alone, at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from basics.refusals import Refusal
from basics.transactions import acting, reading
from couples.people.models import User
from couples.seats.models import Couple, Membership
from couples.seats.signals import member_left
from reminders.notices.verbs import mark_all_read


class NotConnected(Refusal):
    """One of the two has left."""

    name = "not-connected"


def leave(seat: Membership, now: datetime) -> bool:
    """Close the couple and end both seats; tell whether this call did it.

    Higher rooms close what is theirs inside the same transaction. Nothing is sent, and no open page moves: the other
    finds one neutral line on the next visit. Leaving twice, or both at once, closes once.
    """
    with acting(seat.user_id):
        if not Couple.objects.filter(pk=seat.couple_id, closed_at__isnull=True).update(closed_at=now):
            return False
        both = Membership.objects.filter(couple=seat.couple_id)
        both.exclude(pk=seat.pk).update(ended_at=now, closing_untold=True)
        both.filter(pk=seat.pk).update(ended_at=now)
        for each in both.select_related("user"):
            Membership.objects.filter(pk=each.pk).update(name_at_end=each.user.name)
            # Their lines are gone with the couple, so no number may go on asking for them to be read.
            mark_all_read(each.user_id, now)
        member_left.send(sender=Couple, couple=seat.couple, now=now)
        return True


def keep_connected(seat: Membership) -> bool:
    """Keep the couple from closing until the caller's transaction ends; tell whether it is connected.

    A verb that makes something new for two people begins with it: otherwise what is made while the other
    leaves would stay open in a closed couple.
    """
    return hold_couple(seat.couple_id)


@contextmanager
def acting_together(seat: Membership) -> Iterator[None]:
    """Let one verb on what the two have together at a time go on, as this person. Raises NotConnected."""
    with acting(seat.user_id):
        if not keep_connected(seat):
            raise NotConnected(_("You two do not use Steady together any more. What you typed is still here."))
        yield


def hold_couple(couple_id: uuid.UUID) -> bool:
    """Do the same where nobody asks and the service works for both."""
    return bool(Couple.objects.filter(pk=couple_id, closed_at__isnull=True).update(closed_at=None))


def closing_is_untold(user: User) -> bool:
    """Tell whether this person still has the neutral line to read."""
    with reading(user.pk):
        return Membership.objects.filter(user=user, closing_untold=True).exists()


def what_has_ended(user: User) -> Sequence[bool]:
    """Tell of each couple that this person was in whether they still have the neutral line about it to read."""
    with reading(user.pk):
        ended = Membership.objects.filter(user=user, ended_at__isnull=False)
        return list(ended.values_list("closing_untold", flat=True))


def mark_closing_told(user: User) -> None:
    """Put the neutral line away, for this person only."""
    with acting(user.pk):
        Membership.objects.filter(user=user, closing_untold=True).update(closing_untold=False)
