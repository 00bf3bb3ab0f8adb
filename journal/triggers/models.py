"""What somebody said of whether it has become easier."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField


class EasedAnswer(models.Model):
    """One answer to "Has it eased?", of one person about one thing that sets them off. Nobody else ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    # What it is about, and what was answered.
    payload = EncryptedJSONField()

    class Meta:
        indexes = (models.Index(fields=["person", "at"], name="eased_answer_of_person"),)

    def __str__(self) -> str:
        return f"eased answer {self.pk}"

    @property
    def trigger(self) -> str:
        """Return what it is about."""
        return str(self.payload.get("trigger", ""))

    @property
    def answer(self) -> str:
        """Return what was answered: easier, same or harder."""
        return str(self.payload.get("answer", ""))
