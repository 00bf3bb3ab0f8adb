"""Who may send what: rows are leased in batches by one conditional UPDATE.

The lease in the row is the truth, not the message in the broker. A worker that dies loses its lease
after `LEASE_FOR`, and the rows are leased anew.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from reminders.channels import CHANNELS
from reminders.channels.base import LEASE_FOR
from reminders.models import Reminder, State

MOST_CLAIMS = 5


def lease_due(channel: str, now: datetime) -> uuid.UUID | None:
    """Claim one batch of due rows for `LEASE_FOR`; return the lease, or None when nothing is due."""
    lease = uuid.uuid4()
    claimed = _claim_skipping_locked if connection.features.has_select_for_update_skip_locked else _claim
    return lease if claimed(channel, lease, now, CHANNELS[channel].batch_size) else None


def _claim(channel: str, lease: uuid.UUID, now: datetime, size: int) -> int:
    """The plain form: correct on every database, because the state is checked in the UPDATE itself."""
    due = Reminder.objects.due(now).filter(channel=channel).order_by("due_at").values("pk")[:size]
    return (
        Reminder.objects.due(now)
        .filter(pk__in=due)
        .update(state=State.CLAIMED, lease=lease, leased_until=now + LEASE_FOR, claims=F("claims") + 1)
    )


# `= ANY(ARRAY(SELECT …))` keeps its plan at every batch size where `IN (SELECT …)` does not
# (measured in shared/stack.md); SKIP LOCKED lets several tickers pass each other.
_CLAIM_SQL = """
UPDATE reminders_reminder
   SET state = 'claimed', lease = %(lease)s, leased_until = %(until)s, claims = claims + 1
 WHERE state = 'pending' AND id = ANY(ARRAY(
       SELECT id FROM reminders_reminder
        WHERE state = 'pending' AND channel = %(channel)s AND due_at <= %(now)s
        ORDER BY due_at LIMIT %(size)s FOR UPDATE SKIP LOCKED))
"""


def _claim_skipping_locked(channel: str, lease: uuid.UUID, now: datetime, size: int) -> int:
    values: dict[str, Any] = {"lease": lease, "until": now + LEASE_FOR, "channel": channel, "now": now, "size": size}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_SQL, values)
        return int(cursor.rowcount)


def release(lease: uuid.UUID) -> int:
    """Give a lease back unused, when its task could not be published; the claim does not count."""
    return Reminder.objects.held_by(lease).update(
        state=State.PENDING, lease=None, leased_until=None, claims=F("claims") - 1
    )


def return_lapsed(now: datetime) -> int:
    """Put rows back whose worker did not finish in time; set aside what has been claimed too often."""
    lapsed = Reminder.objects.filter(state=State.CLAIMED, leased_until__lte=now)
    lapsed.filter(claims__gte=MOST_CLAIMS).update(
        state=State.FAILED, lease=None, leased_until=None, finished_at=now, error="its worker died too often"
    )
    return lapsed.update(state=State.PENDING, lease=None, leased_until=None)


def return_all() -> int:
    """Put every claimed row back. Only for the start of a process that is known to be alone."""
    return Reminder.objects.filter(state=State.CLAIMED).update(state=State.PENDING, lease=None, leased_until=None)
