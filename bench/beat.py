"""The usual way beside ours: one django-celery-beat PeriodicTask per couple. And what one edit costs us."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta
from statistics import median

from bench.aside import aside
from bench.dispatch import Figures, _couples, through_celery
from bench.rows import fill, populate, settle
from bench.stand import Stand, empty_broker

COUPLES = 10_000


def dispatch_vs_beat_10k(stand: Stand) -> Figures:
    """Dispatch ÷ one PeriodicTask per couple, at 10,000 couples: tasks a second in both."""
    _couples(stand)
    rows, couples, seconds = stand.size(100_000, 600), stand.size(COUPLES, 50), stand.size(20, 1)
    with stand.celery():
        ours, theirs = stand.interleaved(
            lambda: through_celery(rows, "idle", "idle"), lambda: periodic_tasks_a_second(couples, seconds)
        )
    stand.note(f"dispatch {ours:,.0f}/s, django-celery-beat {theirs:,.1f}/s at {couples:,} couples")
    yield "dispatch_vs_beat_10k", ours / theirs


def periodic_tasks_a_second(couples: int, seconds: float) -> float:
    """Let one task per couple fall due in the same moment, and tick for so long; return tasks published a second.

    Nobody takes the messages: they go to a queue of their own.
    """
    from django_celery_beat.models import IntervalSchedule, PeriodicTask, PeriodicTasks
    from django_celery_beat.schedulers import DatabaseScheduler

    from config.celery import app

    PeriodicTask.objects.all().delete()
    weekly, _made = IntervalSchedule.objects.get_or_create(every=7, period=IntervalSchedule.DAYS)
    last = datetime.now(UTC) - timedelta(days=8)
    PeriodicTask.objects.bulk_create(
        PeriodicTask(name=f"couple {n}", task="bench.nothing", interval=weekly, last_run_at=last, queue="beat")
        for n in range(couples)
    )
    PeriodicTasks.update_changed()
    scheduler = DatabaseScheduler(app=app)
    started, count = time.monotonic(), 0
    while (passed := time.monotonic() - started) < seconds and count < couples:
        count += _tick(scheduler)
    scheduler._finalize.cancel()  # else it wants to save at the end of this process, when no database is left
    return count / passed


def _tick(scheduler: object) -> int:
    """Tick once; return how many tasks it published (beat publishes at most one a tick)."""
    before = scheduler._tasks_since_sync  # type: ignore[attr-defined]
    wait = scheduler.tick()  # type: ignore[attr-defined]
    return 1 if wait == 0 or scheduler._tasks_since_sync != before else 0  # type: ignore[attr-defined]


def edit_100k_vs_1k(stand: Stand) -> Figures:
    """One edit of one rhythm, agreed by both, with the tick that follows, at 100,000 couples ÷ at 1,000."""
    many, few = stand.size(100_000, 200), stand.size(1_000, 100)
    with stand.database("many_couples") as large, stand.database("few_couples") as small:
        aside(large, fill_with_couples, many)
        aside(small, fill_with_couples, few)
        edited = stand.size(8, 1)
        sides = (lambda: aside(large, edit_seconds, edited), lambda: aside(small, edit_seconds, edited))
        ours, theirs = stand.interleaved(*sides, rounds=9)  # an edit is short, and three of them waver
    stand.note(f"one edit {ours * 1000:.2f} ms at {many:,} couples, {theirs * 1000:.2f} ms at {few:,}")
    yield "edit_100k_vs_1k", ours / theirs


def fill_with_couples(couples: int) -> None:
    """Make so many couples with their reminders."""
    populate(couples)
    fill(2 * couples, "check_in", "in_app", datetime.now(UTC) + timedelta(days=4))
    settle()
    empty_broker()


def edit_seconds(couples: int) -> float:
    """Return the median time that one edit takes: propose another hour, accept it, tick. Five edits a couple.

    One couple more goes first, by which is loaded what is loaded once.
    """
    from django.utils import timezone

    from agreements.letters import consent
    from bench.ticking import Ticking
    from tests.helpers import factories

    ticking, times = Ticking(), []
    for _couple in range(1 + couples):
        pair = factories.connected_couple(factories.person(f"a{uuid.uuid4()}"), factories.person(f"b{uuid.uuid4()}"))
        rhythm = factories.agreed_rhythm(pair)
        for hour in range(5):
            started = time.perf_counter()
            changed = factories.amended(rhythm, pair.alice_seat, at=f"{8 + hour:02}:15")
            consent.accept(changed, pair.bob_seat, changed.proposal.number, timezone.now())
            ticking.costs(1)
            times.append(time.perf_counter() - started)
    return median(times[5:])
