"""What a person does for their body, in their own words."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField
from basics.submissions import SentInPayload


class HabitsOn(models.Model):
    """The row is there as long as the person wants this."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"habits of {self.person_id}"


class Habit(SentInPayload, models.Model):
    """One of at most three. Nothing says whether it was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    payload = EncryptedJSONField()
    # When its owner wants to be reminded, by their own clock, if they want to be.
    at = models.TimeField(null=True, blank=True)
    # Of which moment the one reminder is that waits; none while it is switched off.
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    added_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="habit_submitted_once"),)

    def __str__(self) -> str:
        return f"habit {self.pk}"

    @property
    def words(self) -> str:
        """Return what it says."""
        return str(self.payload["words"])
