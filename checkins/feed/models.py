"""The address by which one person's calendar follows the talks."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from couples.seats.models import Couple


class CalendarFeed(models.Model):
    """One person's address for calendars. Only its hash is stored; the address itself is shown once."""

    # One each: a new address takes the place of the old one.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    submission = models.UUIDField(editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar feed of user {self.pk}"
