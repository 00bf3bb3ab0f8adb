"""What one of the two said with one tap and what the other answered; and what each keeps for saying and answering."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedJSONField, EncryptedTextField
from couples.people.models import User
from couples.seats.models import Couple, Membership

TAKEN_BACK_WITHIN = timedelta(minutes=2)
PHRASES_KEPT_FOR = timedelta(days=7)
# What `said` and `answer` hold: words, the name of a ready phrase, the moment that words name.
WORDS, NAME, AT = "words", "name", "at"


class SentPhraseQuerySet(models.QuerySet["SentPhrase"]):
    """Sent phrases by whose they are, and whether they are still there."""

    def of(self, seat: Membership) -> SentPhraseQuerySet:
        """Those between the two."""
        return self.filter(couple=seat.couple_id)

    def by(self, seat: Membership) -> SentPhraseQuerySet:
        """What the holder of this seat said."""
        return self.of(seat).filter(sender=seat.user_id)

    def to(self, seat: Membership) -> SentPhraseQuerySet:
        """What the other said to the holder of this seat."""
        return self.of(seat).exclude(sender=seat.user_id)

    def there(self, now: datetime) -> SentPhraseQuerySet:
        """Those that were not taken back and are not gone."""
        return self.filter(taken_back_at__isnull=True).exclude(_gone(now))

    def with_people(self) -> SentPhraseQuerySet:
        """With the names of both, for what is told outside of a page."""
        return self.select_related("sender", "couple").prefetch_related("couple__memberships__user")

    def gone(self, now: datetime) -> SentPhraseQuerySet:
        """Those that nobody reads any more: a week after what came last of it."""
        return self.filter(_gone(now))


def _gone(now: datetime) -> Q:
    old = now - PHRASES_KEPT_FOR
    return Q(answered_at__isnull=True, sent_at__lte=old) | Q(answered_at__lte=old)


class SentPhrase(models.Model):
    """A sentence that one of the two sent, and the other's answer. Nothing says whether it was read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The words in the sender's language of that time; and the name of a ready phrase, by which the one who answers
    # finds their own answer. Empty once it is taken back: then the row is left for the limit alone.
    said = EncryptedJSONField(default=dict)
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # The words; and a moment, where they name one, for each reader's own clock.
    answer = EncryptedJSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)
    # By the one to whom it was said, who alone sees it.
    is_put_away = models.BooleanField(default=False)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    objects = SentPhraseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sender", "submission"], name="phrase_submitted_once"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(answered_at__isnull=True),
                name="taken_back_phrase_has_no_answer",
            ),
        )
        indexes = (
            models.Index(fields=["couple", "sent_at"], name="phrase_of_couple"),
            models.Index(fields=["sender", "sent_at"], name="phrase_of_sender"),
        )

    def __str__(self) -> str:
        return f"sent phrase {self.pk}"

    @property
    def answerer(self) -> User:
        """Return to whom it was said."""
        return next(each.user for each in self.couple.memberships.all() if each.user_id != self.sender_id)

    @property
    def can_be_taken_back_until(self) -> datetime:
        """Return until when its sender can, whatever the other does."""
        return self.sent_at + TAKEN_BACK_WITHIN

    @property
    def gone_at(self) -> datetime:
        """Return when it is gone for both, unless an answer is still to come."""
        return (self.answered_at or self.sent_at) + PHRASES_KEPT_FOR


class OwnPhrase(models.Model):
    """A sentence of one's own to say with one tap: its writer's alone, each time until it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField()
    added_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (models.UniqueConstraint(fields=["person", "submission"], name="own_phrase_submitted_once"),)

    def __str__(self) -> str:
        return f"own phrase {self.pk}"


class OwnAnswer(models.Model):
    """How one person answers a ready phrase, in words of their own: offered to them and to nobody else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The phrase's name.
    phrase = models.CharField(max_length=40)
    words = EncryptedTextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "phrase"], name="one_own_answer_a_phrase"),)

    def __str__(self) -> str:
        return f"own answer {self.pk}"
