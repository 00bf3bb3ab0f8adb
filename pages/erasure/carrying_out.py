"""What becomes of each row of somebody who erases their account, as each room declares it in its `keeping`.

What the other of two keeps is put under a stand-in, a person without address and name, one for each couple: two rows of
it then say that one person wrote them, and nothing says which other rows that person has. Where the other is gone as
well nobody is left to read, and the couple goes with all that hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from basics.keeping import Erasure, Keeping, all_keepings, forget_elsewhere, what_remains
from couples.people.models import User
from couples.seats.models import Couple, Membership


@dataclass(frozen=True)
class Parted:
    """One couple that the person was in: whose seat the other's is, and who takes their own."""

    others: Membership
    stand_in: User


def erase_all_of(person: User, now: datetime) -> dict[str, int]:
    """Erase this account; return how many rows of each model went with its own row, which should be that one alone.

    Higher rooms come first, whose rows hang on those of the lower ones. Call it in a transaction.
    """
    forget_elsewhere(person)
    _take_turns(person)
    _forget_couples_of_nobody(person)
    keepings = [keeping for keeping in reversed(all_keepings()) if keeping.model is not User]
    for keeping in keepings:
        if keeping.on_erasing:
            keeping.on_erasing(person, now)
    parted = [_part(seat) for seat in Membership.objects.of(person)]
    for keeping in keepings:
        if keeping.owner:
            _CARRIED_OUT[keeping.erasure](keeping, person, parted)
    return User.objects.filter(pk=person.pk).delete()[1]


def _take_turns(person: User) -> None:
    """Let the other of two who erase theirs at the same moment wait: they must find who stands for this one.

    Else each would leave someone with somebody who is gone, and all their words with nobody. Couples in one order, so
    that two who were in several never wait for each other.
    """
    for key in Membership.objects.of(person).order_by("couple").values_list("couple", flat=True):
        Couple.objects.filter(pk=key).update(closed_at=F("closed_at"))


def _forget_couples_of_nobody(person: User) -> None:
    """Leave nothing of those couples of which the other has erased their account before."""
    own = Membership.objects.of(person).values("couple")
    stand_ins = User.objects.filter(is_someone=True, memberships__couple__in=own)
    for stand_in in list(stand_ins):
        Couple.objects.filter(memberships__user=stand_in).delete()
        stand_in.delete()


def _part(seat: Membership) -> Parted:
    other = Membership.objects.select_related("user", "couple").exclude(pk=seat.pk).get(couple=seat.couple_id)
    return Parted(other, User.objects.create_someone())


def _delete(keeping: Keeping, person: User, parted: list[Parted]) -> None:
    own_rows(keeping, person).delete()


def _anonymise(keeping: Keeping, person: User, parted: list[Parted]) -> None:
    """Put what the other keeps under the stand-in, or under nobody where the column may be empty; the rest goes."""
    for each in parted:
        remains = what_remains(keeping, each.others).order_by().values("pk")
        kept = own_rows(keeping, person).filter(couple=each.others.couple_id, pk__in=remains)
        may_be_empty = keeping.model._meta.get_field(keeping.owner).null
        kept.update(**{keeping.owner: None if may_be_empty else each.stand_in})
    own_rows(keeping, person).delete()


def _leave(keeping: Keeping, person: User, parted: list[Parted]) -> None:
    """Whose row it is says nothing of the person."""


def own_rows(keeping: Keeping, person: User) -> QuerySet[Any]:
    """Return the rows of this model that are this person's."""
    return keeping.model._default_manager.filter(**{keeping.owner: person.pk})


_CARRIED_OUT: dict[Erasure, Callable[[Keeping, User, list[Parted]], None]] = {
    Erasure.DELETE: _delete,
    Erasure.ANONYMISE: _anonymise,
    Erasure.STAYS: _leave,
}
