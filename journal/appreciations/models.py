"""What one person wrote down of what the other did, that was good."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedTextField
from couples.seats.models import Couple, Membership


class AppreciationQuerySet(models.QuerySet["Appreciation"]):
    """Appreciations by whose they are, and whether they wait."""

    def of(self, seat: Membership) -> AppreciationQuerySet:
        """All of this seat's couple: of them nobody may see more than `journal/appreciations/showing.py` shows."""
        return self.filter(couple=seat.couple_id)

    def by(self, seat: Membership) -> AppreciationQuerySet:
        """What the holder of this seat wrote."""
        return self.of(seat).filter(giver=seat.user_id)

    def known_to(self, seat: Membership) -> AppreciationQuerySet:
        """What was given, by either, and what the holder of this seat wrote that was not."""
        return self.of(seat).filter(Q(given_at__isnull=False) | Q(giver=seat.user_id))

    def waiting(self) -> AppreciationQuerySet:
        """Those that nobody has written down as given. A talk that opened since then may have taken them."""
        return self.filter(given_at__isnull=True)


class Appreciation(models.Model):
    """A few words about one thing that the other did. Its giver's alone until it is given, at once or by a talk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what_you_did = EncryptedTextField()
    when_it_was = EncryptedTextField(default="", blank=True)
    what_it_meant = EncryptedTextField(default="", blank=True)
    written_at = models.DateTimeField()
    # Since when the other can read it; nothing while it waits for a talk.
    given_at = models.DateTimeField(null=True, blank=True)
    # The talk that opened with it; nothing where it was given at once. No key: talks are of a room above.
    opened_with = models.UUIDField(null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple", "giver", "submission"], name="appreciation_submitted_once"),
            models.CheckConstraint(
                condition=Q(opened_with__isnull=True) | Q(given_at__isnull=False), name="opened_appreciation_is_given"
            ),
        )
        indexes = (
            models.Index(fields=["couple", "given_at"], name="appreciation_of_couple"),
            models.Index(fields=["opened_with"], condition=Q(opened_with__isnull=False), name="appreciation_of_talk"),
        )

    def __str__(self) -> str:
        return f"appreciation {self.pk}"
