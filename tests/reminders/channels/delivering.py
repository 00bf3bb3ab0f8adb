"""Letting what is due be delivered in this process, as a worker would."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from reminders.channels import CHANNELS
from reminders.delivery import worker as delivery
from reminders.models import Reminder, State
from reminders.queue.leases import lease_due


def deliver_due(now: datetime | None = None, channel: str = "") -> None:
    """Deliver everything that is due, on every channel or on one."""
    moment = now or timezone.now()
    for name in [channel] if channel else list(CHANNELS):
        while lease := lease_due(name, moment):
            delivery.deliver(lease, moment)


def states(**wanted: object) -> list[str]:
    """Return where the rows stand in their life, oldest first."""
    return list(Reminder.objects.filter(**wanted).order_by("pk").values_list("state", flat=True))


def evening(hour: int = 23) -> datetime:
    """Return a moment of tonight or tomorrow night in UTC in which Berlin is quiet in winter and in summer."""
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=30, second=0, microsecond=0)


__all__ = ["State", "deliver_due", "evening", "states"]
