"""Rows through ticker, broker and worker, beside a bare loop: dispatch, in-app, draining."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench import bare
from bench.rows import clear, fill, fill_ahead, populate, seconds_to_drain, settle
from bench.stand import Stand

Figures = Iterator[tuple[str, float]]
COUPLES = 50_000


def _couples(stand: Stand) -> None:
    from couples.seats.models import Couple

    if Couple.objects.count() < 1000:
        populate(stand.size(COUPLES, 1_000))


def through_celery(rows: int, kind: str, channel: str) -> float:
    """Let rows fall due all at once; return rows a second until the last is marked."""
    return rows / seconds_to_drain(fill_ahead(rows, kind, channel), channel)


def bare_loop(rows: int, kind: str) -> float:
    """B over the same rows."""
    clear()
    fill(rows, kind, bare.CHANNEL, datetime.now(UTC) - timedelta(minutes=1))
    settle()
    return bare.rows_a_second(rows)


def dispatch_vs_bare(stand: Stand) -> Figures:
    """Claim → Celery task → mark, ÷ B."""
    _couples(stand)
    rows = stand.size(100_000, 600)
    with stand.celery():
        ours, theirs = stand.interleaved(lambda: through_celery(rows, "idle", "idle"), lambda: bare_loop(rows, "idle"))
    stand.note(f"dispatch {ours:,.0f}/s, bare {theirs:,.0f}/s, {rows:,} rows")
    yield "dispatch_vs_bare", ours / theirs


def inapp_vs_bare(stand: Stand) -> Figures:
    """In-app, check-in reminders whose kind is asked, due row to notice and mark, ÷ B; and ÷ one row at a time."""
    _couples(stand)
    rows, few = stand.size(100_000, 600), stand.size(3_000, 20)
    with stand.celery():
        ours, theirs, single = stand.interleaved(
            lambda: through_celery(rows, "check_in", "in_app"),
            lambda: bare_loop(rows, "check_in"),
            lambda: one_by_one(few),
        )
    stand.note(f"in-app {ours:,.0f}/s, bare {theirs:,.0f}/s, one by one {single:,.0f}/s, {rows:,} rows")
    yield "inapp_vs_bare", ours / theirs
    yield "inapp_vs_one_row", ours / single


def one_by_one(rows: int) -> float:
    """The loop that takes one row at a time."""
    clear()
    fill(rows, "check_in", bare.CHANNEL, datetime.now(UTC) - timedelta(minutes=1))
    settle()
    return bare.rows_a_second_one_by_one(rows)


def drain(stand: Stand) -> Figures:
    """How the time to drain N rows grows with N, and how long 100,000 in-app notices due in one second take."""
    _couples(stand)
    small, large = stand.size(1_000, 100), stand.size(100_000, 600)
    sizes = (small, round(math.sqrt(small * large)), large)
    with stand.celery():
        times = stand.interleaved(
            *(lambda rows=rows: rows / through_celery(rows, "check_in", "in_app") for rows in sizes)
        )
    stand.note(", ".join(f"{rows:,} in {seconds:.2f} s" for rows, seconds in zip(sizes, times, strict=True)))
    yield "drain_exponent", _slope(sizes, times)
    yield "drain_100k_s", times[-1]


def _slope(sizes: tuple[int, ...], times: list[float]) -> float:
    """Return the exponent of the power law through the points, by least squares on logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(seconds) for seconds in times]
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    rise = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return rise / sum((a - middle_x) ** 2 for a in x)
