"""The next time of a ritual or of own time. Nothing tells whether the two did it, and what is past is forgotten."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from agreements.letters.models import Agreement
from checkins.rhythm.meetings import Meeting, MeetingQuerySet
from couples.seats.models import Couple


class OccasionQuerySet(MeetingQuerySet["Occasion"]):
    """Occasions by whose they are and when."""


class Occasion(Meeting):
    """One time of a ritual or of own time, by the clock. Only the next one is a row, and what was moved or left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")

    objects = OccasionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "slot"], name="one_occasion_a_slot"),)
        indexes = (
            models.Index(fields=["couple", "starts_at"], condition=Q(cancelled_at__isnull=True), name="occasion_next"),
        )

    def __str__(self) -> str:
        return f"occasion {self.pk}"
