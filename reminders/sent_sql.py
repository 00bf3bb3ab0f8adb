"""Marking what is sent in one plain statement, on PostgreSQL.

`channels/in_app.py` and `marks.py` have the forms that run on every database; tests prove that both leave the same
rows. The notices of a whole lease hand no row to Python and back: marks and notices are one UPDATE … RETURNING inside
one INSERT … SELECT, so they are both or neither without a transaction around them. The mark of one mail spares the
ORM's 0.3 ms of putting the same statement together again. `python -m bench inapp mail` measures what it brings.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

# One more spelling of claimed → sent, see states.py. A row that the lease does not hold any more is neither marked nor
# told; a notice that is there already is left as it is.
_TELL = """
WITH told AS (
    UPDATE reminders_reminder SET state = 'sent', finished_at = %(now)s,
           lease = NULL, leased_until = NULL, error = '', payload = ''
     WHERE state = 'claimed' AND lease = %(lease)s AND id = ANY(%(ids)s)
    RETURNING user_id, kind, subject, occurrence)
INSERT INTO reminders_notice (user_id, kind, subject, occurrence, created_at)
SELECT user_id, kind, subject, occurrence, %(now)s FROM told
    ON CONFLICT DO NOTHING
"""

_MARK = """
UPDATE reminders_reminder SET state = 'sent', finished_at = %(now)s,
       lease = NULL, leased_until = NULL, error = '', payload = ''
 WHERE state = 'claimed' AND lease = %(lease)s AND id = %(id)s
"""


def can_tell() -> bool:
    """Tell whether the database understands it."""
    return connection.vendor == "postgresql"


def tell(ids: Sequence[int], lease: uuid.UUID, now: datetime) -> None:
    """Mark the rows that the lease still holds as sent, and write their notices."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"now": now, "lease": lease, "ids": list(ids)})


def mark(key: int, lease: uuid.UUID, now: datetime) -> int:
    """Mark one row as sent if the lease still holds it; return how many rows that were."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"now": now, "lease": lease, "id": key})
        return int(cursor.rowcount)
