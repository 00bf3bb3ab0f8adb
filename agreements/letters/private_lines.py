"""The private lines that a person keeps, beside an agreement or for what sets them off; nobody else ever reads one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from agreements.kinds.starters import all_starters
from agreements.kinds.terms import COPING_LINE, TRIGGERS
from agreements.letters.models import Agreement, PrivateLine
from basics.limits import Room
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.people.models import User
from couples.seats.models import Membership

# Some four hundred of the longest, over all of a person's connections.
LINES = Room(1_000_000)


class LinesTooLong(Refusal):
    """All lines that a person keeps for themself are too long together."""

    name = "no-room"
    field = COPING_LINE
    message = _("You keep very many lines for yourself. Shorten or empty another one first; this one is still here.")


def set_private_line(agreement: Agreement, seat: Membership, words: str) -> None:
    """Keep, change or, with an empty text, remove the caller's line. Raises LinesTooLong."""
    with acting(seat.user_id):
        _set(seat.user, words, agreement=agreement, couple_id=agreement.couple_id)
        raise_revisions([seat.user_id])


def set_line_for(person: User, trigger: str, words: str) -> None:
    """Keep, change or remove what a person tells themself when this sets them off. Raises LinesTooLong.

    It belongs to no couple, and no page of the two shows it.
    """
    with acting(person.pk):
        _set(person, words, trigger=trigger)


def _set(person: User, words: str, couple_id: UUID | None = None, **what_for: Any) -> None:
    mine = PrivateLine.objects.filter(user=person)
    if not words:
        mine.filter(**what_for).delete()
        return
    with LINES.kept_within(mine, person.pk, LinesTooLong):
        mine.update_or_create(user=person, **what_for, defaults={"words": words, "couple_id": couple_id})


def line_beside(person_id: int, agreement_id: UUID) -> str:
    """Return what a person tells themself beside an agreement; empty without a line."""
    mine = PrivateLine.objects.filter(agreement=agreement_id, user=person_id)
    return mine.values_list("words", flat=True).first() or ""


def line_for(person_id: int, trigger: str) -> str:
    """Return what a person tells themself when this sets them off: the line for it, else the newest agreement's."""
    return next(_lines_for(person_id, trigger), "") if trigger else ""


def _lines_for(person_id: int, trigger: str) -> Iterator[str]:
    mine = PrivateLine.objects.filter(user=person_id)
    yield from mine.filter(trigger=trigger).values_list("words", flat=True)
    beside = mine.filter(agreement__isnull=False).select_related("agreement__in_force", "agreement__proposal")
    for line in beside.order_by("-agreement__created_at", "-pk"):
        newest = line.agreement.newest if line.agreement else None
        if newest and trigger in newest.settings.get(TRIGGERS, ()):
            yield line.words


def line_to_start_from(trigger: str) -> str:
    """Return the line of the first template about this, in the reader's language; empty where none has one."""
    about = (starter for starter in all_starters() if trigger in starter.triggers)
    return next((starter.values[COPING_LINE] for starter in about if COPING_LINE in starter.values), "")
