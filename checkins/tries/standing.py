"""Which tries stand at a moment. One rule, for whoever reads them and for the verbs.

A try stands from the table at which it was wanted until the next one opens, and is asked about there. Whoever keeps it
there lets it stand until the table after; what nobody keeps is over when that one opens: silence is no consent. Talks
open with the time as well, and then no verb runs, so all of it is computed from the last two.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from agreements.letters.models import Agreement, Version
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try

IN_ORDER = ("answer__check_in__starts_at", "author_id", "pk")


def last_tables(couple_id: uuid.UUID, now: datetime) -> Sequence[uuid.UUID]:
    """Return the talk that the two came to the table of last, and the one before it."""
    came_to = CheckIn.objects.filter(couple=couple_id).talks().on(now).latest_first()
    return list(came_to.values_list("pk", flat=True)[:2])


def living_tries(couple_id: uuid.UUID, tables: Sequence[uuid.UUID]) -> Mapping[Try, Agreement | None]:
    """Return what the two still try of what was wanted at these tables: what was agreed on is tried no more."""
    with_letters = tries_of(couple_id, tables)
    return {row: letter for row, letter in with_letters.items() if not (letter and letter.in_force_id)}


def tries_of(couple_id: uuid.UUID, tables: Sequence[uuid.UUID]) -> Mapping[Try, Agreement | None]:
    """Return what was wanted at these tables, talk by talk and by person, and the letter about it if any.

    In the order of the answers it would tell who wrote first. Two queries for any number, and one where no letter was
    begun.
    """
    rows = Try.objects.filter(couple=couple_id, check_in__in=tables).select_related("answer").order_by(*IN_ORDER)
    letters = _letters_of(couple_id, list(rows))
    return {row: letters.get(row.pk) for row in rows}


def _letters_of(couple_id: uuid.UUID, rows: Sequence[Try]) -> Mapping[uuid.UUID, Agreement]:
    """Return what was sent of each and waits or was agreed on. A query, and only where a letter was begun."""
    tries = {name: row.pk for row in rows for name in row.letters}
    first = Version.objects.filter(couple=couple_id, submission__in=tries) if tries else Version.objects.none()
    sent = first.select_related("agreement__in_force", "agreement__proposal")
    # Of two about the same, the one that was agreed on.
    by_state = sorted(sent, key=lambda version: version.agreement.in_force_id is not None)
    going = [version for version in by_state if not version.agreement.was_set_aside]
    return {tries[str(version.submission)]: version.agreement for version in going}
