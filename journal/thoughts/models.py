"""A thought that one person looked at."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField
from basics.submissions import SentInPayload


class Thought(SentInPayload, models.Model):
    """What somebody wrote in the four steps, as far as they came. Nobody else ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    # {field of the form: value}: whoever sees the table sees that somebody wrote, and no more.
    payload = EncryptedJSONField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="thought_submitted_once"),)
        indexes = (models.Index(fields=["person", "begun_at"], name="thought_of_person"),)

    def __str__(self) -> str:
        return f"thought {self.pk}"
