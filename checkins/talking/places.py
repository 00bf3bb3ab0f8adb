"""Where two take turns: at the table of a talk, or where they come back from a pause."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from agreements.pauses.showing import ReturnAsSeen, pause_as_seen
from checkins.answers.showing import check_ins_of
from checkins.table.showing import TableItem, table_of
from couples.seats.models import Membership


@dataclass(frozen=True)
class Thing:
    """What they take turns about, as it is named to both; what the two said to it stays where it is."""

    key: str
    title: str
    # Of a topic, by which it is left to the next talk.
    topic: uuid.UUID | None = None


@dataclass(frozen=True)
class Around:
    """What there is to take turns about, in its order, and the seat of who begins where that is agreed."""

    things: Sequence[Thing] = ()
    first: int | None = None


class Place(Protocol):
    """One of the two."""

    @property
    def ids(self) -> Mapping[str, uuid.UUID | None]:
        """Return by which columns a row is of this place."""

    def around(self, seat: Membership, now: datetime) -> Around:
        """Return what there is; nothing where there is no such place, or none any more."""


@dataclass(frozen=True)
class AtTable:
    """At the table of a talk, as long as that is news."""

    check_in: uuid.UUID

    @property
    def ids(self) -> Mapping[str, uuid.UUID | None]:
        """Return by which columns a row is of this place."""
        return {"check_in_id": self.check_in, "pause": None}

    def around(self, seat: Membership, now: datetime) -> Around:
        """Return what lies on the table."""
        talk = check_ins_of(seat).talks().filter(pk=self.check_in).first()
        if talk is None or not talk.on_lately(now):
            return Around()
        return Around([_thing(item) for item in table_of(talk, seat, now).items])


def _thing(item: TableItem) -> Thing:
    return Thing(item.key, item.line, item.topic.pk if item.topic else None)


@dataclass(frozen=True)
class AfterPause:
    """Where they come back from a pause, once both have read what they wrote."""

    pause: uuid.UUID

    @property
    def ids(self) -> Mapping[str, uuid.UUID | None]:
        """Return by which columns a row is of this place."""
        return {"check_in_id": None, "pause": self.pause}

    def around(self, seat: Membership, now: datetime) -> Around:
        """Return what they paused; it begins who speaks first by their agreement."""
        back = pause_as_seen(seat, now).back
        if back is None or back.id != self.pause or not back.opened:
            return Around()
        return Around([Thing("pause", _("What we paused"))], _first(back, seat))


def _first(back: ReturnAsSeen, seat: Membership) -> int:
    return seat.seat if back.opened[0].is_mine else 3 - seat.seat
