"""What somebody wrote of closeness."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField


class ClosenessSentence(models.Model):
    """One sentence of one person's own, and the day on which they wrote it: nothing else. Nobody else ever reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A day by the clock of its writer's home, and no hour.
    written_on = models.DateField()
    # {the beginning from which it goes on: its words}
    payload = EncryptedJSONField()

    class Meta:
        indexes = (models.Index(fields=["person", "written_on"], name="closeness_of_person"),)

    def __str__(self) -> str:
        return f"closeness sentence {self.pk}"

    @property
    def beginning(self) -> str:
        """Return from which beginning it goes on."""
        return next(iter(self.payload), "")

    @property
    def words(self) -> str:
        """Return what its writer wrote."""
        return str(next(iter(self.payload.values()), ""))
