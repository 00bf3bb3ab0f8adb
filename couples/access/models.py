"""What protects an account where passwords and codes are tried: counted tries, and the browsers a person knows."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CountedTries(models.Model):
    """How often something was tried since a moment. What it was, only its keyed hash says; the row goes by itself."""

    key = models.CharField(max_length=32, primary_key=True)
    tries = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "counted tries"

    def __str__(self) -> str:
        return f"counted tries until {self.ends_at}"


class KnownBrowser(models.Model):
    """A browser on which a person has signed in. Never when last: that would say when somebody was here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Of the random id in its cookie and of the person, so that two who share a browser share no value here.
    browser_hash = models.CharField(max_length=32, unique=True)
    known_since = models.DateTimeField()

    def __str__(self) -> str:
        return f"known browser {self.pk}"
