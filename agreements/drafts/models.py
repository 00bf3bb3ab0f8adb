"""Drafts: words that nobody but their author has seen."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from agreements.kinds.base import as_said_today
from agreements.kinds.terms import Terms
from basics.encryption import EncryptedJSONField, EncryptedTextField


class Draft(models.Model):
    """Words that nobody but their author has seen. It belongs to the author, not to a couple."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)
    kind = models.CharField(max_length=40)
    words = EncryptedJSONField(default=dict)
    settings = models.JSONField(default=dict)
    # The author's private line, which never becomes part of a version.
    coping_line = EncryptedTextField(default="", blank=True)
    # What both had agreed on, and has ended, with whose words it begins.
    began_from = models.ForeignKey(
        "agreements.Agreement", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField()
    # Raised first by whoever keeps something: the row lock that makes two of them follow each other.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["author", "submission"], name="draft_submitted_once"),)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def terms(self) -> Terms:
        """Return what would be proposed."""
        return Terms(self.words, {**as_said_today(self.settings)})


class NotOffered(models.Model):
    """A kind that this person does not want to be offered on Today any more. It is found under Agreements as ever."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="not_offered_once"),)

    def __str__(self) -> str:
        return f"not offered {self.pk}"
