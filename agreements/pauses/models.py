"""The pause that runs, and no history of those that ran."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual

from basics import limits
from couples.seats.models import Couple

# Also a constraint of the database, so that no way past the verb makes a longer one.
LONGEST = timedelta(hours=24)
# Two who tap at once read the clock, maybe of two machines, before either takes the couple's row.
CLOCKS_APART = limits.CLOCKS_APART
# Days as floating numbers are right to a tenth of a millisecond.
MOST_SECONDS = LONGEST.total_seconds() + 0.1


class Seconds(models.Func):
    """A moment as a number of seconds.

    Django adds lengths of time on SQLite by a function that only Django knows, and a constraint of that kind would
    refuse everybody else who opens the file.
    """

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = models.FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s) * 86400.0)", **context)


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses by whether they run."""

    def running(self, now: datetime) -> PauseQuerySet:
        """Those that run at `now`: no expired row that nobody closed, and none from before a clock was set back."""
        return self.filter(ended_at__isnull=True, started_at__lte=now + CLOCKS_APART, ends_at__gt=now)

    def begun_by(self, user_id: int, now: datetime) -> PauseQuerySet:
        """Those that count for this person's limits, and for nobody else's."""
        return self.filter(started_by=user_id, started_at__lte=now + CLOCKS_APART)


class Pause(models.Model):
    """A running cool-down. It ends by itself; rows are forgotten as soon as the limits of who began it allow."""

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
                condition=LessThanOrEqual(Seconds("ends_at") - Seconds("started_at"), MOST_SECONDS),
                name="a_pause_lasts_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__lte=F("ends_at")), name="a_pause_never_runs_over"
            ),
        )

    def __str__(self) -> str:
        return f"pause {self.pk}"

    @property
    def over_at(self) -> datetime:
        """Return when it is over, or was."""
        return self.ended_at or self.ends_at
