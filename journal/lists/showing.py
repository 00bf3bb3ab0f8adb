"""What a person sees of their own lists. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from journal.lists.lists import ALL, OwnList
from journal.lists.models import PUT_BACK_WITHIN, OwnItem, OwnItemQuerySet


@dataclass(frozen=True)
class ItemAsSeen:
    """One of them."""

    pk: uuid.UUID
    list_name: str
    words: str
    added_at: datetime


@dataclass(frozen=True)
class ListAsSeen:
    """One list, in its owner's order; and what they deleted a moment ago."""

    own_list: OwnList
    items: Sequence[ItemAsSeen]
    deleted: Sequence[ItemAsSeen]

    @property
    def has_room(self) -> bool:
        """Tell whether one more may stand in it."""
        return len(self.items) < self.own_list.most


def items_of(person_id: int, wanted: Collection[OwnList]) -> OwnItemQuerySet:
    """Return what stands in these lists of a person's, in their order."""
    names = [own_list.name for own_list in wanted]
    return OwnItem.objects.filter(person=person_id, list_name__in=names).there().order_by("place", "added_at", "pk")


def lists_of(person_id: int, wanted: Collection[OwnList], now: datetime) -> Sequence[ListAsSeen]:
    """Return these lists of a person's: one query, however much stands in them."""
    lately = Q(deleted_at__isnull=True) | Q(deleted_at__gt=now - PUT_BACK_WITHIN)
    mine = OwnItem.objects.filter(lately, person=person_id, list_name__in=[each.name for each in wanted])
    rows = list(mine.order_by("place", "added_at", "pk"))
    return [_list(own_list, [row for row in rows if row.list_name == own_list.name]) for own_list in wanted]


def _list(own_list: OwnList, rows: Sequence[OwnItem]) -> ListAsSeen:
    there = [as_seen(row) for row in rows if row.deleted_at is None]
    return ListAsSeen(own_list, there, [as_seen(row) for row in rows if row.deleted_at])


def as_seen(row: OwnItem) -> ItemAsSeen:
    """Return one as its owner sees it."""
    return ItemAsSeen(row.pk, row.list_name, row.words, row.added_at)


def stands_first(row: OwnItem) -> bool:
    """Tell whether it stands before all others of its list."""
    return items_of(row.person_id, [ALL[row.list_name]]).values_list("pk", flat=True).first() == row.pk


def by_name(lists: Sequence[ListAsSeen]) -> Mapping[str, ListAsSeen]:
    """Return them by their names."""
    return {each.own_list.name: each for each in lists}
