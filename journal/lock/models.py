"""Whether a person's own pages ask for the password again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Lock(models.Model):
    """The row is there as long as the person wants to be asked."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"lock of {self.person_id}"
