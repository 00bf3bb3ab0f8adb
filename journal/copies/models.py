"""What one showed the other of their own."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField, EncryptedTextField
from basics.submissions import body_hash
from couples.seats.models import Couple, Membership

# What both see is fixed after that, whoever looked; taking it back stays possible.
FIXED_AFTER = timedelta(hours=24)


class ShownCopyQuerySet(models.QuerySet["ShownCopy"]):
    """Copies by who may read them."""

    def readable_by(self, seat: Membership) -> ShownCopyQuerySet:
        """Those between these two, whoever of them showed it, that were not taken back."""
        return self.filter(couple=seat.couple_id).shown()

    def shown(self) -> ShownCopyQuerySet:
        """Those that were not taken back. Of what was nothing is left but that it counts among the ten of its day."""
        return self.filter(taken_back_at__isnull=True)


class ShownCopy(models.Model):
    """Words that were chosen, as they were on that day. It hangs on nothing: changing its source leaves it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What it is a copy of, and what that said: both decide together how it reads.
    kind = models.CharField(max_length=40)
    said = EncryptedJSONField()
    # For its giver alone, to find it beside what it was made of: encrypted, as it may name what set them off.
    source = EncryptedTextField(default="", blank=True)
    shown_at = models.DateTimeField()
    # Then the row is empty, and left for the limit alone.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ShownCopyQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["giver", "submission"], name="copy_submitted_once"),)
        indexes = (models.Index(fields=["couple", "shown_at"], name="copy_of_couple"),)

    def __str__(self) -> str:
        return f"copy {self.pk}"

    def is_fixed(self, now: datetime) -> bool:
        """Tell whether it stays as it is, unless it is taken back."""
        return now >= self.shown_at + FIXED_AFTER

    @property
    def body_hash(self) -> str:
        """Return the hash of what it says, so that a repeated submission is known."""
        return body_hash([self.kind, self.said])
