"""Claiming a batch in one plain statement, on PostgreSQL. `queue/leases.py` has the form that every database takes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection

# `= ANY(ARRAY(SELECT …))` keeps its plan at every batch size where `IN (SELECT …)` does not; SKIP LOCKED lets several
# tickers pass each other.
_CLAIM_SQL = """
UPDATE reminders_reminder
   SET state = 'claimed', lease = %(lease)s, leased_until = %(until)s
 WHERE state = 'pending' AND id = ANY(ARRAY(
       SELECT id FROM reminders_reminder
        WHERE state = 'pending' AND channel = %(channel)s AND due_at BETWEEN %(floor)s AND %(now)s
        ORDER BY due_at LIMIT %(size)s FOR UPDATE SKIP LOCKED))
"""


def can_claim() -> bool:
    """Tell whether the database understands it."""
    return connection.features.has_select_for_update_skip_locked


def claim(channel: str, lease: uuid.UUID, now: datetime, until: datetime, size: int, floor: datetime) -> int:
    """Claim at most `size` rows due between `floor` and `now` for a lease that ends at `until`; return how many."""
    values: dict[str, Any] = {"lease": lease, "until": until, "channel": channel, "size": size}
    values |= {"now": now, "floor": floor}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_SQL, values)
        return int(cursor.rowcount)
