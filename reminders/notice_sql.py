"""The notices of a whole lease in one statement, on PostgreSQL.

`channels/in_app.py` has the plain form, which runs on every database; a test proves that both leave the same rows.
This one hands no row to Python and back: marks and notices are one UPDATE … RETURNING inside one INSERT … SELECT, so
they are both or neither, without a transaction around them. It is the difference between half and a quarter of a bare
loop's speed (`python -m bench inapp`).
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


def can_tell() -> bool:
    """Tell whether the database understands it."""
    return connection.vendor == "postgresql"


def tell(ids: Sequence[int], lease: uuid.UUID, now: datetime) -> None:
    """Mark the rows that the lease still holds as sent, and write their notices."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, {"now": now, "lease": lease, "ids": list(ids)})
