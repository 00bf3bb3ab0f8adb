"""Files that people asked for, in encrypted pieces: the web and whoever makes them need not be one machine."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from basics.encryption import EncryptedBytesField

# Once it is there; from the first time that it is fetched, an hour in which a broken connection can be made up for.
KEPT_FOR = timedelta(days=1)
FETCHED_AGAIN_WITHIN = timedelta(hours=1)
# Whoever works on one says so with every part; after so long without a word another one takes over.
SILENT_AFTER = timedelta(minutes=2)
MOST_TRIES = 3


class ExportedFileQuerySet(models.QuerySet["ExportedFile"]):
    """Files by where they stand."""

    def standing(self) -> ExportedFileQuerySet:
        """Those that were not put away: of one person there is one at most."""
        return self.filter(closed_at__isnull=True)

    def to_be_made(self) -> ExportedFileQuerySet:
        """Those that are waited for."""
        return self.standing().filter(ready_at__isnull=True, failed_at__isnull=True)

    def silent(self, now: datetime) -> ExportedFileQuerySet:
        """Those of them that nobody works on any more; a sign of life that lies ahead is from a wrong clock."""
        is_silent = Q(worked_at__isnull=True) | Q(worked_at__lte=now - SILENT_AFTER)
        return self.to_be_made().filter(is_silent | Q(worked_at__gt=now + SILENT_AFTER))

    def fetchable(self, now: datetime) -> ExportedFileQuerySet:
        """Those whose time is not over."""
        kept = Q(fetched_at__isnull=True, ready_at__gt=now - KEPT_FOR) | Q(fetched_at__gt=now - FETCHED_AGAIN_WITHIN)
        return self.standing().filter(kept, ready_at__isnull=False)

    def outlived(self, now: datetime) -> ExportedFileQuerySet:
        """Those whose time is over."""
        unfetched = Q(fetched_at__isnull=True, ready_at__lte=now - KEPT_FOR)
        over = unfetched | Q(fetched_at__lte=now - FETCHED_AGAIN_WITHIN) | Q(failed_at__lte=now - KEPT_FOR)
        return self.standing().filter(over)


class ExportedFile(models.Model):
    """One file that somebody asked for. The row is the truth: how far it is, by whose work, until when it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField()
    # Whose work counts: a run that took over has another one, and what the former still writes is refused.
    run = models.UUIDField(null=True, editable=False)
    worked_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    parts_done = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    # Nothing is left of it then but that it counts among those of its day.
    closed_at = models.DateTimeField(null=True)

    objects = ExportedFileQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at__isnull=True), name="one_export_stands"),
            models.UniqueConstraint(fields=["person", "submission"], name="export_submitted_once"),
            models.CheckConstraint(
                condition=Q(fetched_at__isnull=True) | Q(ready_at__isnull=False), name="fetched_export_was_ready"
            ),
            models.CheckConstraint(condition=Q(parts_done__lte=F("parts")), name="export_done_within_parts"),
        )
        indexes = (
            models.Index(
                fields=["asked_at"],
                condition=Q(ready_at__isnull=True, failed_at__isnull=True, closed_at__isnull=True),
                name="export_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportedChunk(models.Model):
    """One piece of a file."""

    file = models.ForeignKey(ExportedFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    content = EncryptedBytesField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "number"], name="one_export_chunk_a_number"),)

    def __str__(self) -> str:
        return f"chunk {self.number} of export {self.file_id}"
