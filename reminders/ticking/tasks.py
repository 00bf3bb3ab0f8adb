"""Tasks take ids and call a verb."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from reminders import housekeeping
from reminders.delivery import worker as delivery
from reminders.ticking import errands


@shared_task(name="reminders.deliver", acks_late=True, reject_on_worker_lost=True)
def deliver(lease: str) -> None:
    """Deliver one lease."""
    delivery.deliver(uuid.UUID(lease), timezone.now())


@shared_task(name="reminders.keep_house")
def keep_house() -> None:
    """Run what every room registered for once a minute."""
    housekeeping.keep_house(timezone.now())


@shared_task(name="reminders.run_errand")
def run_errand(kind: str, taken: str) -> None:
    """Do what the ticker took for a room."""
    errands.run_errand(kind, taken)
