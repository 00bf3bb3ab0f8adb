"""What a person wrote down, decrypted once and read by whoever shows it to them. Never another's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.kinds.triggers import labels_of
from journal.entries.models import Entry
from journal.words import emotion_labels, family_of

HARDLY_BEARABLE = 3
STRENGTHS: Mapping[int, Any] = {0: _("a little"), 1: _("rather"), 2: _("very"), HARDLY_BEARABLE: _("hardly bearable")}


@dataclass(frozen=True)
class EntryAsRead:
    """One entry of the one who reads it."""

    pk: uuid.UUID
    at: datetime
    # The word that was tapped; empty where only words of one's own were kept.
    feeling: str
    # How strong, from 0 (a little) to 3 (hardly bearable); None where it was not said.
    strength: int | None
    # Further words for the same feeling.
    words: tuple[str, ...]
    # One that everybody is offered, or the key of one of one's own; empty where nothing was said.
    trigger: str
    # What one's own was called when this was written: it stays although that one is removed.
    own_trigger: str
    text: str
    thought: str

    @property
    def family(self) -> str:
        """Return the family of the word that was tapped."""
        return family_of(self.feeling)

    @property
    def feelings(self) -> Sequence[str]:
        """Return what pages call all its feelings, the one that was tapped first."""
        return emotion_labels([self.feeling, *self.words])

    @property
    def strength_label(self) -> str:
        """Return how strong it was, as pages say it; empty where it was not said."""
        return str(STRENGTHS.get(self.strength, "")) if self.strength is not None else ""

    @property
    def trigger_label(self) -> str:
        """Return what pages call what set it off."""
        return label_of_trigger(self.trigger, self.own_trigger)


def entries_of(person_id: int, since: datetime, now: datetime) -> list[EntryAsRead]:
    """Return what a person noticed after `since` until now, the newest first: one query, each decrypted once."""
    rows = rows_of(person_id).filter(at__gt=since, at__lte=now)
    return [as_read(row) for row in rows]


def rows_of(person_id: int) -> QuerySet[Entry]:
    """Return the rows of one person, the newest first."""
    return Entry.objects.filter(person=person_id).order_by("-at", "-pk")


def as_read(row: Entry) -> EntryAsRead:
    """Return a row as its writer reads it."""
    said: Mapping[str, Any] = row.payload
    return EntryAsRead(
        pk=row.pk,
        at=row.at,
        feeling=said.get("feeling", ""),
        strength=strength if isinstance(strength := said.get("strength"), int) else None,
        words=tuple(said.get("words", ())),
        trigger=said.get("trigger", ""),
        own_trigger=said.get("own_trigger", ""),
        text=said.get("text", ""),
        thought=said.get("thought", ""),
    )


def label_of_trigger(name: str, own: str) -> str:
    """Return what pages call what set somebody off; one that is no more is left out."""
    return own or "".join(labels_of([name]))
