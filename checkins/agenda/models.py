"""What one person wants to talk about at the next talk, whenever that is."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.letters.models import Agreement
from basics.encryption import EncryptedTextField
from checkins.rhythm.models import CheckIn, has_stood_a_day
from couples.seats.models import Couple, Membership

# Carried on so often, its writer alone is asked whether to keep it.
ASKED_AFTER = 3


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics by whose they are, and whether they wait."""

    def of(self, seat: Membership) -> TopicQuerySet:
        """All of this seat's couple: of them nobody may see more than `checkins/agenda/showing.py` shows."""
        return self.filter(couple=seat.couple_id)

    def by(self, seat: Membership) -> TopicQuerySet:
        """What the holder of this seat wrote."""
        return self.of(seat).filter(author=seat.user_id)

    def waiting(self) -> TopicQuerySet:
        """Those that no talk has taken. A talk that opened since then may have, and nobody wrote it down yet."""
        return self.filter(check_in__isnull=True)

    def with_letters(self) -> TopicQuerySet:
        """Load what they are about, so that showing any number costs no more queries."""
        return self.select_related("agreement__in_force", "agreement__proposal", "decision__in_force")


class Topic(models.Model):
    """A line for the next talk. Its writer's alone until a talk opens with it; `check_in` is that talk.

    It is about a letter, about a pause, or about nothing but its own words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField(default="", blank=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Not the row, which is forgotten after a week: only so that one saves each pause once.
    pause = models.UUIDField(null=True, blank=True)
    # Of a question the agreement that says how the two decide on it; and when they have thought it over. A talk that
    # starts before goes without it.
    decision = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField()
    # Since when the other is told that it is coming; nothing where they are not.
    announced_at = models.DateTimeField(null=True, blank=True)
    times_moved = models.PositiveSmallIntegerField(default=0)
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, null=True, blank=True, related_name="topics")
    # On the table: whether its writer would rather talk about this one, where there is time for one of each.
    is_picked = models.BooleanField(default=False)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple", "author", "submission"], name="topic_submitted_once"),
            models.UniqueConstraint(fields=["author", "pause"], name="one_topic_a_pause"),
            models.UniqueConstraint(
                fields=["author", "agreement"], condition=Q(check_in__isnull=True), name="one_waiting_topic_a_letter"
            ),
            models.UniqueConstraint(
                fields=["check_in", "author"], condition=Q(is_picked=True), name="one_picked_topic_each"
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=True) | Q(pause__isnull=True), name="topic_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True, ready_at__isnull=True)
                | Q(decision__isnull=False, ready_at__isnull=False, agreement__isnull=True, pause__isnull=True),
                name="question_has_its_time",
            ),
        )
        indexes = (models.Index(fields=["couple"], condition=Q(check_in__isnull=True), name="topic_waiting"),)

    def __str__(self) -> str:
        return f"topic {self.pk}"

    @property
    def matter(self) -> object:
        """Return what it is about: of two who save the same letter it comes up once."""
        return self.agreement_id or self.pk

    def is_ready_for(self, starts_at: datetime) -> bool:
        """Tell whether a talk that starts then may open with it."""
        return self.ready_at is None or self.ready_at <= starts_at

    @property
    def order(self) -> tuple[bool, datetime, uuid.UUID]:
        """Return where it stands among others: a pause first, then the oldest."""
        return self.pause is None, self.queued_at, self.pk

    @property
    def asks_its_author(self) -> bool:
        """Tell whether it was carried on so often that its writer is asked whether to keep it."""
        return self.times_moved >= ASKED_AFTER

    def is_fixed(self, now: datetime) -> bool:
        """Tell whether both could read it for a day: on the table, or told beforehand."""
        if self.check_in:
            return self.check_in.is_fixed(now)
        return self.announced_at is not None and has_stood_a_day(self.announced_at, now)
