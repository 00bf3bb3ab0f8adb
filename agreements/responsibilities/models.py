"""What nobody notices yet, as the two have written it down."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedTextField
from couples.seats.models import Couple, Membership


class UnnoticedQuerySet(models.QuerySet["Unnoticed"]):
    """Lines by whose they are."""

    def of(self, seat: Membership) -> UnnoticedQuerySet:
        """Those of this seat's couple, in the order in which they were written."""
        return self.filter(couple=seat.couple_id).order_by("added_at", "pk")


class Unnoticed(models.Model):
    """One thing that nobody notices, plans or does by any agreement. It is both's: nobody sees who wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)
    words = EncryptedTextField()
    added_at = models.DateTimeField()
    # As which letters it was begun, by the ids that their first versions have once they are sent. Never shown: a draft
    # is its writer's alone.
    letters = models.JSONField(default=list)

    objects = UnnoticedQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["author", "submission"], name="unnoticed_submitted_once"),)

    def __str__(self) -> str:
        return f"unnoticed {self.pk}"
