"""What each of the two says of something they try, sealed until both have."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from agreements.kinds.terms import Terms
from agreements.letters.models import Version
from basics.encryption import EncryptedJSONField
from couples.seats.models import Couple


class TrialAnswer(models.Model):
    """One person's answer about words that are tried. It opens with the other's, or is gone with the trial."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="trial_answers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10)
    # Of a change: all its terms, as the letter would say them.
    words = EncryptedJSONField(default=dict)
    settings = models.JSONField(default=dict)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "person"], name="one_trial_answer_each"),)

    def __str__(self) -> str:
        return f"trial answer {self.pk}"

    @property
    def terms(self) -> Terms:
        """Return what is suggested."""
        return Terms(self.words, self.settings)
