"""At what time somebody wants to be asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class DailyAsk(models.Model):
    """The row is there as long as the person wants to be asked."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # By their own clock.
    at = models.TimeField()
    # When they are asked next: the one reminder that waits is of that moment.
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"daily ask of {self.person_id}"
