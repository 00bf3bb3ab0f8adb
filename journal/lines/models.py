"""At what time somebody wants their line of the day."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class DailyLine(models.Model):
    """The row is there as long as the person wants it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # By their own clock.
    at = models.TimeField()
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"daily line of {self.person_id}"
