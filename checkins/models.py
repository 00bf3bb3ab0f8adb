"""When two people talk: check-ins, sealed answers, what each takes with them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models import Agreement
from basics.encryption import EncryptedTextField
from checkins.prompts import USUAL
from couples.models import Couple, Membership

# So long after its time a check-in can still be answered; then unopened answers return to their writers.
OPEN_FOR = timedelta(hours=72)


def usual_prompts() -> list[str]:
    """Return the prompts of a new check-in."""
    return list(USUAL)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    """Check-ins by whose they are and when."""

    def of(self, membership: Membership) -> CheckInQuerySet:
        """The check-ins of this seat's couple."""
        return self.filter(couple=membership.couple_id)

    def alive(self) -> CheckInQuerySet:
        """Not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def ahead(self, now: datetime) -> CheckInQuerySet:
        """Those whose time has not come."""
        return self.alive().filter(starts_at__gt=now)

    def current(self, now: datetime) -> CheckInQuerySet:
        """Those ahead, and those that can still be answered or were just opened; the nearest first."""
        return self.alive().filter(starts_at__gt=now - OPEN_FOR).order_by("starts_at")


class CheckIn(models.Model):
    """One deep talk, at one time. Only the next one of a rhythm is a row; the rest is computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="check_ins")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="check_ins")
    # The moment the rhythm means; `starts_at` follows it, and would differ only for a moved talk.
    slot = models.DateTimeField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    prompts = models.JSONField(default=usual_prompts)
    # Raised when the time changes, so that a moved talk is reminded again.
    revision = models.PositiveIntegerField(default=0)
    # Raised first by every verb on the answers: the row lock that makes two of them follow each other.
    touched = models.PositiveIntegerField(default=0)
    # Never shown before the time has come: it would tell one partner that the other has answered.
    both_in_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "slot"], name="one_check_in_a_slot"),)
        indexes = (
            models.Index(fields=["couple", "starts_at"], condition=Q(cancelled_at__isnull=True), name="check_in_next"),
        )

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    @property
    def ends_at(self) -> datetime:
        """Return when the talk is over, as agreed."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def has_begun(self, now: datetime) -> bool:
        """Tell whether its time has come."""
        return self.starts_at <= now

    def is_open(self, now: datetime) -> bool:
        """Tell whether the answers are open: both are in, the time has come, and nobody cancelled it before.

        This one rule decides for pages, API, export and notices; nothing else reads `both_in_at`.
        """
        return self.both_in_at is not None and self.cancelled_at is None and self.has_begun(now)

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether answers can be given or changed: until they open, or 72 hours after the time."""
        return self.cancelled_at is None and not self.is_open(now) and now < self.starts_at + OPEN_FOR

    def was_returned(self, now: datetime) -> bool:
        """Tell whether the answers went back to their writers unopened."""
        return not self.is_open(now) and (self.cancelled_at is not None or now >= self.starts_at + OPEN_FOR)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers by who may read them."""

    def readable_by(self, user: Any, check_in: CheckIn, now: datetime) -> AnswerQuerySet:
        """One's own always; the partner's only when the answers are open."""
        answers = self.filter(check_in=check_in)
        return answers if check_in.is_open(now) else answers.filter(author=user)


class Answer(models.Model):
    """One person's answer to one prompt; "not today" is one as well."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    prompt = models.CharField(max_length=40)
    words = EncryptedTextField(default="", blank=True)
    not_today = models.BooleanField(default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author", "prompt"], name="one_answer_a_prompt"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Seal(models.Model):
    """One person's word that their answers are in."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="seals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seals")
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author"], name="one_seal_each"),)

    def __str__(self) -> str:
        return f"seal {self.pk}"


class TakeAway(models.Model):
    """What one person takes with them from an opened check-in. Both see it."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="take_aways")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="take_aways")
    words = EncryptedTextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author"], name="one_take_away_each"),)

    def __str__(self) -> str:
        return f"take-away {self.pk}"
