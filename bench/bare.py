"""B: two processes that lease and mark the same table's rows in batches of 500 by psycopg alone.

And its slow relative: one process that takes one row at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import time
import uuid
from collections.abc import Callable
from typing import Any

BATCH = 500
PROCESSES = 2
CHANNEL = "bare"

CLAIM = """
UPDATE reminders_reminder SET state = 'claimed', lease = %(lease)s, leased_until = now() + interval '1 minute'
 WHERE id = ANY(ARRAY(SELECT id FROM reminders_reminder
                       WHERE state = 'pending' AND channel = %(channel)s AND due_at <= now()
                       ORDER BY due_at LIMIT %(size)s FOR UPDATE SKIP LOCKED))
"""
MARK = """
UPDATE reminders_reminder SET state = 'sent', lease = NULL, leased_until = NULL, finished_at = now()
 WHERE state = 'claimed' AND lease = %(lease)s
"""
CLAIM_ONE = f"{CLAIM} RETURNING id, user_id, kind, subject, occurrence"
NOTICE = """
INSERT INTO reminders_notice (public_id, user_id, kind, subject, occurrence, created_at)
VALUES (gen_random_uuid(), %(user)s, %(kind)s, %(subject)s, %(occurrence)s, now())
"""


def rows_a_second(rows: int, channel: str = CHANNEL) -> float:
    """Lease and mark all due rows of the channel in two processes; return their speed."""
    return rows / _timed(_batches, PROCESSES, channel)


def rows_a_second_one_by_one(rows: int) -> float:
    """Claim, write the notice and mark, row by row, in one process; return its speed."""
    return rows / _timed(_one_by_one, 1, CHANNEL)


def _timed(work: Callable[[str, str, Any], None], processes: int, channel: str) -> float:
    context = multiprocessing.get_context("fork")
    together = context.Barrier(processes + 1)
    arguments = (os.environ["DATABASE_URL"], channel, together)
    children = [context.Process(target=work, args=arguments) for _ in range(processes)]
    for child in children:
        child.start()
    together.wait()
    started = time.monotonic()
    together.wait()
    passed = time.monotonic() - started
    for child in children:
        child.join()
    return passed


def _batches(address: str, channel: str, together: Any) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        together.wait()
        values: dict[str, Any] = {"channel": channel, "size": BATCH, "lease": uuid.uuid4()}
        while connection.execute(CLAIM, values).rowcount:
            connection.execute(MARK, values)
            values["lease"] = uuid.uuid4()
        together.wait()


def _one_by_one(address: str, channel: str, together: Any) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        together.wait()
        values: dict[str, Any] = {"channel": channel, "size": 1, "lease": uuid.uuid4()}
        while row := connection.execute(CLAIM_ONE, values).fetchone():
            notice = dict(zip(("user", "kind", "subject", "occurrence"), row[1:], strict=True))
            connection.execute(NOTICE, notice)
            connection.execute(MARK, values)
            values["lease"] = uuid.uuid4()
        together.wait()
