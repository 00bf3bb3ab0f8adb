"""The pause that runs, and no history of those that ran."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from couples.seats.models import Couple


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses by whether they run."""

    def running(self, now: datetime) -> PauseQuerySet:
        """Those that run at `now`: an expired row that nobody closed yet does not."""
        return self.filter(ended_at__isnull=True, ends_at__gt=now)


class Pause(models.Model):
    """A running cool-down. It ends by itself; rows are forgotten as soon as the 48-hour limit allows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="pauses")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple"], condition=Q(ended_at__isnull=True), name="one_running_pause"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="a_pause_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__lte=F("ends_at")), name="a_pause_never_runs_over"
            ),
        )

    def __str__(self) -> str:
        return f"pause {self.pk}"
