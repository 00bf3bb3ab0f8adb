"""What stands in a person's own lists."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from basics.encryption import EncryptedJSONField
from basics.submissions import SentInPayload

# Deleted, it can be put back so long; then it is gone for good.
PUT_BACK_WITHIN = timedelta(minutes=10)


class OwnItemQuerySet(models.QuerySet["OwnItem"]):
    """Items by whether they are still there."""

    def there(self) -> OwnItemQuerySet:
        """Those that were not deleted."""
        return self.filter(deleted_at__isnull=True)

    def to_put_back(self, now: datetime) -> OwnItemQuerySet:
        """Those that were deleted a moment ago."""
        return self.filter(deleted_at__gt=now - PUT_BACK_WITHIN)


class OwnItem(SentInPayload, models.Model):
    """One line of one list. The table says how many stand in which list, and no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=20)
    payload = EncryptedJSONField()
    # Its owner's order: the smallest stands first.
    place = models.IntegerField()
    added_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = OwnItemQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="own_item_submitted_once"),)
        indexes = (
            models.Index(fields=["person", "list_name", "place"], name="own_item_of_person"),
            models.Index(fields=["deleted_at"], condition=models.Q(deleted_at__isnull=False), name="own_item_deleted"),
        )

    def __str__(self) -> str:
        return f"own item {self.pk}"

    @property
    def words(self) -> str:
        """Return what it says."""
        return str(self.payload["words"])
