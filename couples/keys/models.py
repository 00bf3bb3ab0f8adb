"""Named keys to the API."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from basics.encryption import EncryptedTextField


class ApiKey(models.Model):
    """A named key to the API. Only its hash is stored; the key itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    # Names of a person's devices, in their own words.
    name = EncryptedTextField(_("name"))
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # On its owner's calendar; a day and no moment, so that it says little and is written once a day.
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        # The name from before the model was called by its one name: renaming a table locks it, and gains nothing.
        db_table = "couples_accesstoken"
        constraints = (models.UniqueConstraint(fields=["user", "submission"], name="token_submitted_once"),)

    def __str__(self) -> str:
        return f"key {self.pk}"
