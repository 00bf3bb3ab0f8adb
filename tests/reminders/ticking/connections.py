"""A worker keeps its database connection between tasks, and gets a new one when it broke meanwhile."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from agreements.letters.reminders import LETTER_ANSWERED
from couples.people.models import User
from reminders.models import Reminder, State
from reminders.scheduling import schedule
from reminders.ticking.tasks import deliver
from tests.helpers.waiting import wait_until


def connection_is_kept_between_tasks_and_one_that_broke_costs_none(person: User) -> None:
    """Of the worker that runs, while nobody else gives it anything to do."""
    run_tasks(person, 20)
    kept = sessions()
    assert kept
    run_tasks(person, 20)
    assert sessions() == kept
    with connection.cursor() as cursor:
        for pid in kept:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    run_tasks(person, 10)
    assert not sessions() & kept


def leased(person: User, count: int) -> list[uuid.UUID]:
    """Return leases of one row each, about something that is gone, so that its kind drops it."""
    leases, now = [uuid.uuid4() for _ in range(count)], timezone.now()
    for lease in leases:
        schedule(LETTER_ANSWERED, f"agreement:{lease}", occurrence="once", people=[person.pk], due_at=now)
        row = Reminder.objects.filter(subject=f"agreement:{lease}")
        row.update(state=State.CLAIMED, lease=lease, leased_until=now + timedelta(minutes=5))
    return leases


def run_tasks(person: User, count: int) -> None:
    """Have leases delivered, and wait for it."""
    for lease in leased(person, count):
        deliver.delay(str(lease))
    held = Reminder.objects.filter(state=State.CLAIMED)
    wait_until(lambda: not held.exists(), 30, "all leases are delivered")


def sessions() -> set[int]:
    """Return the database's processes that serve somebody else than this test's own pool."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%reminder%'"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}
