"""Writing something into a list of one's own, wording it otherwise, putting it first, deleting it and putting it back.

Nothing here needs a couple, and nobody else ever knows. All run in their person's turn: two taps at once count alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from basics.limits import take_turn
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from journal.lists.lists import ALL, OwnList
from journal.lists.models import PUT_BACK_WITHIN, OwnItem, OwnItemQuerySet


class ListFull(Refusal):
    """More would be a list that nobody reads."""

    name = "no-room"
    field = "words"


def add(person: User, own_list: OwnList, words: str, submission: uuid.UUID, now: datetime, body: str = "") -> OwnItem:
    """Write it down, last in its list. What stands there already is not written twice.

    A repeated submission returns what it made. Raises SentDifferently, ListFull.
    """
    with _turn(person) as mine:
        if made := made_before(mine, submission, body):
            return made
        there = mine.there().filter(list_name=own_list.name)
        if same := next((row for row in there if row.words.casefold() == words.casefold()), None):
            return same
        _refuse_beyond(own_list, len(there))
        row = OwnItem(person=person, list_name=own_list.name, added_at=now, submission=submission)
        row.payload, row.place = {"words": words, "sent": body}, _last_place(mine) + 1
        row.save()
        return row


def change(person: User, key: uuid.UUID, words: str) -> OwnItem:
    """Word it otherwise; it stays where it stands. Raises OwnItem.DoesNotExist."""
    with _turn(person) as mine:
        row = mine.there().get(pk=key)
        row.payload = {**row.payload, "words": words}
        row.save(update_fields=["payload"])
        return row


def put_first(person: User, key: uuid.UUID) -> OwnItem:
    """Let it stand before all others of its list. Raises OwnItem.DoesNotExist."""
    with _turn(person) as mine:
        row = mine.there().get(pk=key)
        row.place = (mine.aggregate(first=Min("place"))["first"] or 0) - 1
        row.save(update_fields=["place"])
        return row


def delete(person: User, key: uuid.UUID, now: datetime) -> OwnItem:
    """Delete it: from now on it stands nowhere, but beside the way to put it back. Raises OwnItem.DoesNotExist."""
    with _turn(person) as mine:
        row = mine.there().get(pk=key)
        row.deleted_at = now
        row.save(update_fields=["deleted_at"])
        return row


def put_back(person: User, key: uuid.UUID, now: datetime) -> OwnItem:
    """Let what was just deleted stand where it stood. Raises ListFull, OwnItem.DoesNotExist."""
    with _turn(person) as mine:
        row = mine.to_put_back(now).get(pk=key)
        _refuse_beyond(ALL[row.list_name], mine.there().filter(list_name=row.list_name).count())
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        return row


def forget_deleted(now: datetime) -> int:
    """Delete for good what nobody put back; return how many rows. Part of housekeeping."""
    return OwnItem.objects.filter(deleted_at__lte=now - PUT_BACK_WITHIN).delete()[0]


@contextmanager
def _turn(person: User) -> Iterator[OwnItemQuerySet]:
    with acting(person.pk):
        take_turn(person.pk)
        yield OwnItem.objects.filter(person=person)


def _refuse_beyond(own_list: OwnList, there: int) -> None:
    if there >= own_list.most:
        told = _("%(most)d stand here already. Delete one first; what you typed is still here.")
        raise ListFull(told % {"most": own_list.most})


def _last_place(mine: OwnItemQuerySet) -> int:
    return int(mine.aggregate(last=Max("place"))["last"] or 0)
