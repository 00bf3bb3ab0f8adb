"""What one person needs most."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField


class Ranking(models.Model):
    """What somebody needs most, in order, with a line for each. Nobody else ever reads it.

    All of it stands in one encrypted payload: whoever sees the table sees that somebody ranked, and no more.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    payload = EncryptedJSONField(default=dict)

    def __str__(self) -> str:
        return f"ranking of {self.person_id}"
