"""What a person has begun to write and not sent."""

from __future__ import annotations

from django.db import models

from basics.encryption import EncryptedJSONField
from couples.people.models import User


class BegunText(models.Model):
    """What a person typed into a form and has not sent. Theirs alone; it goes once they send it, or after a month."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # Which form of theirs: the subject that it is about, as reminders name it.
    about = models.CharField(max_length=80)
    # {field: value} of what was changed on its pages.
    typed = EncryptedJSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "about"], name="one_begun_text_a_form"),)

    def __str__(self) -> str:
        return f"begun text {self.pk}"
