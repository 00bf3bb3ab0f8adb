"""Letters: what a person has written and nobody else has read, and what they have sent or saved for a talk."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedJSONField, EncryptedTextField
from basics.submissions import SentInPayload
from couples.seats.models import Couple, Membership
from journal.letters.said import Said


class LetterDraft(SentInPayload, models.Model):
    """What its writer may still change. It belongs to them, not to a couple, and nothing but they ever sends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    payload = EncryptedJSONField()
    written_at = models.DateTimeField()
    # Until when it rests. From then on it is a draft as before: that is read off the clock, and no job does anything.
    held_until = models.DateTimeField(null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="letter_draft_submitted_once"),)

    def __str__(self) -> str:
        return f"letter draft {self.pk}"

    @property
    def said(self) -> Said:
        """Return what it says."""
        return Said.of(self.payload)

    def rests(self, now: datetime) -> bool:
        """Tell whether it is held."""
        return self.held_until is not None and now < self.held_until


class ComposedLetterQuerySet(models.QuerySet["ComposedLetter"]):
    """Letters by whose they are, and whether they wait."""

    def of(self, seat: Membership) -> ComposedLetterQuerySet:
        """All of this seat's couple: of them nobody may see more than `journal/letters/showing.py` shows."""
        return self.filter(couple=seat.couple_id)

    def by(self, seat: Membership) -> ComposedLetterQuerySet:
        """What the holder of this seat wrote."""
        return self.of(seat).filter(writer=seat.user_id)

    def given_to(self, seat: Membership) -> ComposedLetterQuerySet:
        """What was given, by either: both have it."""
        return self.of(seat).filter(given_at__isnull=False)

    def known_to(self, seat: Membership) -> ComposedLetterQuerySet:
        """What was given, by either, and what the holder of this seat saved for a talk."""
        return self.of(seat).filter(Q(given_at__isnull=False) | Q(writer=seat.user_id))

    def waiting(self) -> ComposedLetterQuerySet:
        """Those that nobody has written down as given. A talk that opened since then may have taken them."""
        return self.filter(given_at__isnull=True)


class ComposedLetter(models.Model):
    """A letter that its writer sent, or saved for a talk and has alone until one opens. What both have stays as it is.

    It has the key of the draft that it was, so that a second tap finds the first one's.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    payload = EncryptedJSONField()
    # When it was sent or saved.
    put_at = models.DateTimeField()
    # Since when the other can read it; nothing while it waits for a talk.
    given_at = models.DateTimeField(null=True, blank=True)
    # The talk that opened with it; nothing where it was sent. No key: talks are of a room above.
    opened_with = models.UUIDField(null=True, blank=True)
    # What the other one wrote back, once, if they did.
    answer = EncryptedTextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Of the page that the draft was written on: what that still keeps is nothing new.
    submission = models.UUIDField(editable=False)

    objects = ComposedLetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["writer", "submission"], name="letter_submitted_once"),
            models.CheckConstraint(
                condition=Q(opened_with__isnull=True) | Q(given_at__isnull=False), name="opened_letter_is_given"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(given_at__isnull=False), name="answered_letter_is_given"
            ),
        )
        indexes = (
            models.Index(fields=["couple", "given_at"], name="letter_of_couple"),
            models.Index(fields=["opened_with"], condition=Q(opened_with__isnull=False), name="letter_of_talk"),
        )

    def __str__(self) -> str:
        return f"composed letter {self.pk}"

    @property
    def said(self) -> Said:
        """Return what it says."""
        return Said.of(self.payload)
