"""What an empty tick costs: with many rows waiting, and with another session's snapshot held open; and lateness."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from statistics import mean, median
from typing import Any

from bench import bare
from bench.aside import aside
from bench.dispatch import Figures, _couples
from bench.rows import clear, execute, fill, populate, settle
from bench.stand import Stand
from tests.helpers.waiting import wait_until

TICKS = 40


def tick_1m_vs_10k(stand: Stand) -> Figures:
    """Empty tick at 1,000,000 waiting rows ÷ at 10,000, through the whole tick."""
    many, few = stand.size(1_000_000, 2_000), stand.size(10_000, 500)
    with _waiting(stand, "many", many) as large, _waiting(stand, "few", few) as small:
        ours, theirs = stand.interleaved(lambda: aside(large, tick_seconds), lambda: aside(small, tick_seconds))
    stand.note(f"empty tick {ours * 1000:.2f} ms at {many:,} rows, {theirs * 1000:.2f} ms at {few:,}")
    yield "tick_1m_vs_10k", ours / theirs


@contextmanager
def _waiting(stand: Stand, name: str, rows: int) -> Iterator[str]:
    """Make a database with so many rows due next week and the week after."""
    with stand.database(name) as url:
        aside(url, fill_ahead_of_time, rows)
        yield url


def fill_ahead_of_time(rows: int) -> None:
    """Make a thousand couples and so many rows that are not due."""
    populate(1_000)
    fill(rows, "idle", "idle", datetime.now(UTC) + timedelta(days=7), timedelta(days=7))
    settle()


def tick_seconds() -> float:
    """Return the mean cost of an empty tick in seconds."""
    ticking = Ticking()
    ticking.costs(5)
    return mean(ticking.costs(TICKS))


def tick_snapshot_vs_clean(stand: Stand) -> Figures:
    """Empty tick with another session's snapshot held open during 300,000 sends, ÷ clean.

    One ticker lives through it, as in the service: it ticks clean, then through the sends, then after them. The
    figure is the mean of the ticks after, over a minute's worth of them, so that a rare dear look counts.
    """
    import psycopg

    _couples(stand)
    rows, waiting = stand.size(300_000, 1_000), stand.size(10_000, 500)
    cleans, helds = [], []
    for _round in range(stand.rounds()):
        clear()
        fill(waiting, "idle", "idle", datetime.now(UTC) + timedelta(days=7), timedelta(days=7))
        settle()
        ticker = Ticking()
        cleans.append(mean(ticker.costs(TICKS)))
        with psycopg.connect(os.environ["DATABASE_URL"]) as other:
            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            other.execute("SELECT count(*) FROM reminders_reminder")
            send_all(rows, ticker)
            helds.append(mean(ticker.costs(stand.size(60, 2), apart=1.0)))
    ours, theirs = median(helds), median(cleans)
    stand.note(f"empty tick {ours * 1000:.2f} ms with the snapshot, {theirs * 1000:.2f} ms clean, {rows:,} sends")
    yield "tick_snapshot_vs_clean", ours / theirs


def send_all(rows: int, ticker: Ticking) -> None:
    """Let rows fall due slice by slice and lease and mark each slice, ticker and all, without a broker between."""
    slice_of = min(rows, 10_000)
    for number in range(rows // slice_of):
        fill(slice_of, "idle", "idle", datetime.now(UTC), series=f":{number}")
        ticker.send_due()


class Ticking:
    """The service's ticker in this process; while it sends, its leases are marked here instead of being published."""

    def __init__(self) -> None:
        from config.celery import app
        from reminders.ticking import ticker

        self._module: Any = ticker
        self._ticker = ticker.Ticker(app=app, lazy=True)
        self._published = 0
        self._ticker.look()

    def costs(self, ticks: int, apart: float = 0.0) -> list[float]:
        """Return the cost of each of so many empty ticks in seconds; `apart` is how long it sleeps before each."""
        found = []
        for _ in range(ticks):
            time.sleep(apart)
            started = time.perf_counter()
            self._ticker.look()
            found.append(time.perf_counter() - started)
        return found

    def send_due(self) -> None:
        """Tick until nothing is due, marking each lease at once."""
        publish, self._module.publish = self._module.publish, self._mark
        try:
            before = -1
            while before != self._published:
                before = self._published
                self._ticker.look()
        finally:
            self._module.publish = publish

    def _mark(self, lease: object, _channel: object) -> None:
        execute(bare.MARK, {"lease": lease})
        self._published += 1


def lateness(stand: Stand) -> Figures:
    """How late in-app notices are at low load: some due at a time ahead, some due the moment they are made.

    A trigger writes down when each notice is written, by the database's own clock.
    """
    from django.utils import timezone

    _couples(stand)
    execute(_WITNESS)
    rows, most_ahead = stand.size(600, 12), stand.size(3, 1)
    late: list[float] = []
    with stand.celery():
        clear()
        time.sleep(stand.size(2, 0))
        for number in range(rows):
            ahead = random.choice((0.0, random.uniform(0, most_ahead)))
            make_one(number, timezone.now() + timedelta(seconds=ahead))
            time.sleep(random.expovariate(10))
        time.sleep(most_ahead + 2)
        with_times = "SELECT w.at, r.due_at FROM bench_witness w JOIN reminders_reminder r USING (subject, occurrence)"
        wait_until(lambda: len(fetch(with_times)) == rows, 30, f"all {rows} notices have come")
        late = sorted((written - due).total_seconds() * 1000 for written, due in fetch(with_times))
    stand.note(f"lateness of {rows} notices: median {median(late):.1f} ms, most {late[-1]:.1f} ms")
    yield "lateness_p99_ms", late[round(0.99 * (rows - 1))]


_WITNESS = """
CREATE TABLE IF NOT EXISTS bench_witness (subject text, occurrence text, at timestamptz);
TRUNCATE bench_witness;
CREATE OR REPLACE FUNCTION bench_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO bench_witness VALUES (new.subject, new.occurrence, clock_timestamp()); RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER bench_witness AFTER INSERT ON reminders_notice
   FOR EACH ROW EXECUTE FUNCTION bench_witness();
"""


def make_one(number: int, due_at: datetime) -> None:
    """Make one in-app row as the service's verbs do."""
    from bench.service.idle import IDLE_IN_APP
    from couples.people.models import User
    from reminders.scheduling import schedule

    person = User.objects.order_by("pk").values_list("pk", flat=True)[number % 50]
    schedule(IDLE_IN_APP, f"news:{number}", occurrence="once", people=[person], due_at=due_at)


def fetch(sql: str) -> list[Any]:
    """Return all rows of a query."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
