"""What two people try until their next talk: a wish of one of them, said again as something of both."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedTextField
from checkins.answers.models import Answer
from checkins.rhythm.models import CheckIn
from couples.seats.models import Couple


class Try(models.Model):
    """A wish that the two try until the next talk. It is both's: nobody sees who wanted to, nor who kept it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    # Whose wish it was; both read that on the talk's page.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # None once who wished for it has erased their account: their answers go with it, and this is both's.
    answer = models.OneToOneField(Answer, on_delete=models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField()
    # The talk whose table it was last wanted at: made there, or kept for now. It stands until the next one opens.
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="+")
    # As which letters it was begun, by the ids that their first versions have once they are sent. Never shown: a draft
    # is its writer's alone.
    letters = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"try {self.pk}"

    def is_wished_for_at(self, check_in: CheckIn) -> bool:
        """Tell whether this talk is where the wish came from."""
        return self.answer is not None and self.answer.check_in_id == check_in.pk
