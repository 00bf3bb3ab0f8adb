"""Tasks take ids and call a verb."""

from __future__ import annotations

import uuid

from celery import shared_task
from django.utils import timezone

from reminders import housekeeping
from reminders.delivery import worker as delivery


@shared_task(name="reminders.deliver", acks_late=True, reject_on_worker_lost=True)
def deliver(lease: str) -> None:
    """Deliver one lease."""
    delivery.deliver(uuid.UUID(lease), timezone.now())


@shared_task(name="reminders.keep_house")
def keep_house() -> None:
    """Run what every room registered for once a minute."""
    housekeeping.keep_house(timezone.now())
