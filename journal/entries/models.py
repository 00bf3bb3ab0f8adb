"""What one person noticed, and what they call by a name of their own that sets them off."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField, EncryptedTextField
from basics.submissions import SentInPayload


class Entry(SentInPayload, models.Model):
    """One feeling at one time, and what its writer said of it. Nobody else ever reads it.

    All that is said stands in one encrypted payload: whoever sees the table sees that somebody wrote, and no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # When it was felt, by its writer.
    at = models.DateTimeField()
    payload = EncryptedJSONField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="entry_submitted_once"),)
        indexes = (models.Index(fields=["person", "at"], name="entry_of_person"),)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class OwnTrigger(models.Model):
    """What sets a person off, in their own few words, beside those that everybody is offered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"own trigger {self.pk}"
