"""Marking what is sent in one plain statement, on PostgreSQL.

`channels/in_app.py` and `marks.py` have the forms that run on every database; tests prove that both leave the same
rows. Marks and notices are one UPDATE … RETURNING inside one INSERT … SELECT, so they are both or neither without a
transaction around them. Of kinds with a `standing_sql` no row comes to Python at all: asking, telling and marking a
whole lease are the same statement, and only what it leaves is asked about row by row. The mark of one mail spares
the ORM's 0.3 ms of putting the same statement together again. `python -m bench inapp mail` measures what it brings.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from reminders.kinds import registered

# One more spelling of claimed → sent, see states.py. A row that the lease does not hold any more is neither marked nor
# told; a notice that is there already is left as it is.
_SENT = """
    UPDATE reminders_reminder AS reminder SET state = 'sent', finished_at = %(now)s,
           lease = NULL, leased_until = NULL, error = '', payload = ''
     WHERE state = 'claimed' AND lease = %(lease)s"""
_TOLD = """
WITH told AS ({sent}
    RETURNING user_id, kind, subject, occurrence)
INSERT INTO reminders_notice (public_id, user_id, kind, subject, occurrence, created_at)
SELECT gen_random_uuid(), user_id, kind, subject, occurrence, %(now)s FROM told
    ON CONFLICT DO NOTHING
"""
_TELL = _TOLD.format(sent=f"{_SENT} AND id = ANY(%(ids)s)")

_MARK = f"{_SENT} AND id = %(id)s"


def can_tell() -> bool:
    """Tell whether the database understands it."""
    return connection.vendor == "postgresql"


def tell(ids: Sequence[int], lease: uuid.UUID, now: datetime) -> None:
    """Mark the rows that the lease still holds as sent, and write their notices."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"now": now, "lease": lease, "ids": list(ids)})


def tell_standing(lease: uuid.UUID, now: datetime) -> None:
    """Tell, of the rows that the lease holds, those about which their kinds have nothing to say.

    What is late, inactive, dropped, held or of another kind is left as it is.
    """
    conditions = _standing_conditions()
    if conditions:
        with connection.cursor() as cursor:
            cursor.execute(_TOLD.format(sent=sent_standing(conditions)), {"now": now, "lease": lease})


def _standing_conditions() -> Mapping[str, str]:
    return {kind.name: kind.standing_sql for kind in registered().values() if kind.standing_sql}


def sent_standing(conditions: Mapping[str, str]) -> str:
    """Return the statement that marks the rows of a lease for which the condition of their kind holds."""
    person: Any = get_user_model()._meta
    # CASE, because no condition may be tried on another kind's rows.
    cases = " ".join(f"WHEN '{name}' THEN {condition}" for name, condition in conditions.items())
    return f"""{_SENT} AND expires_at > %(now)s
       AND EXISTS (SELECT FROM {person.db_table} AS person
                    WHERE person.id = reminder.user_id AND person.is_active AND person.erases_at IS NULL)
       AND CASE kind {cases} ELSE FALSE END"""


def mark(key: int, lease: uuid.UUID, now: datetime) -> int:
    """Mark one row as sent if the lease still holds it; return how many rows that were."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"now": now, "lease": lease, "id": key})
        return int(cursor.rowcount)
