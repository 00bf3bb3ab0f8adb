"""What a thought begins with where one led to it from what one noticed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from agreements.kinds.fields import LONGEST_TEXT
from basics.transactions import reading
from journal.entries.models import Entry
from journal.entries.reading import EntryAsRead, as_read


def first_values(person_id: int, key: uuid.UUID) -> Mapping[str, Any]:
    """Return what the first step shows; nothing for what is none of this person's own. No text comes cut."""
    entry = _own(person_id, key)
    fits = entry is not None and len(entry.text) <= LONGEST_TEXT
    return {"situation": entry.text if fits else "", "feeling_1": entry.feeling} if entry else {}


def brought_from(person_id: int, key: uuid.UUID) -> Mapping[str, Any]:
    """Return what no page shows yet: the thought itself, for the second step, and what set it off."""
    entry = _own(person_id, key)
    found = {"thought": entry.thought, "trigger": entry.trigger} if entry else {}
    return {name: said for name, said in found.items() if said}


def _own(person_id: int, key: uuid.UUID) -> EntryAsRead | None:
    with reading(person_id):
        row = Entry.objects.filter(pk=key, person=person_id).first()
    return as_read(row) if row else None
