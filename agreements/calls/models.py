"""Asking for the answer that a rule promises: while it waits, and for a week after it is over."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from agreements.letters.models import Agreement, Version, standing
from basics.encryption import EncryptedTextField
from couples.seats.models import Couple, Membership

# How long after the time is over an answer may still come.
LAPSES_AFTER = timedelta(hours=48)
# How long both can read what is over. Then it is gone: a rule between two is no record of who answered when.
KEPT_FOR = timedelta(days=7)
MOST_HOLDING_REPLIES = 2
OVER_AT = Coalesce("answered_at", "closed_at", "lapses_at")


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by whose they are and where they stand. All of it by the clock: no job has to run first."""

    def of(self, seat: Membership) -> CallQuerySet:
        """Those of this seat's couple."""
        return self.filter(couple=seat.couple_id)

    def by(self, seat: Membership) -> CallQuerySet:
        """Those in which the holder of this seat asks."""
        return self.of(seat).filter(caller=seat.user_id)

    def asking(self, seat: Membership) -> CallQuerySet:
        """Those in which the holder of this seat is asked."""
        return self.of(seat).filter(answerer=seat.user_id)

    def unanswered(self) -> CallQuerySet:
        """Neither answered nor closed, by what the rows say."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)

    def open(self, now: datetime) -> CallQuerySet:
        """Those that an answer may still come to: their rule has not ended either."""
        return self.unanswered().filter(standing(now, "agreement__"), lapses_at__gt=now)

    def lapsed(self, now: datetime) -> CallQuerySet:
        """Those whose time for an answer is long over, and that no row says it of."""
        return self.unanswered().filter(lapses_at__lte=now)

    def there(self, now: datetime) -> CallQuerySet:
        """Those that there is still something to read of: what waited when its rule ended is gone."""
        stands = standing(now, "agreement__") | Q(answered_at__isnull=False)
        return self.alias(over_at=OVER_AT).filter(stands, over_at__gt=now - KEPT_FOR)

    def gone(self, now: datetime) -> CallQuerySet:
        """Those that were over a week ago."""
        return self.alias(over_at=OVER_AT).filter(over_at__lte=now - KEPT_FOR)


class Call(models.Model):
    """One person asks the other for what a rule promises. Nothing of it stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    # The words by which it was asked: others may come into force while it waits.
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answerer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    line = EncryptedTextField(default="", blank=True)
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # 48 hours after it is due, or after the promise if that is later.
    lapses_at = models.DateTimeField()
    answer = EncryptedTextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # By the one who asked; or when it had lapsed, once another is asked for.
    closed_at = models.DateTimeField(null=True, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    # Of its reader alone, as it was when it was loaded for them; see `agreements/calls/showing.py`.
    coping_line: str | None = None
    saved_answer: str | None = None

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_call_a_rule",
            ),
            models.UniqueConstraint(fields=["caller", "submission"], name="call_submitted_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(closed_at__isnull=True), name="answered_or_closed"
            ),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("due_at")), name="a_call_lapses_after_it_is_due"),
        )
        indexes = (models.Index(fields=["couple", "answered_at", "closed_at"], name="call_of_couple"),)

    def __str__(self) -> str:
        return f"call {self.pk}"

    def is_mine(self, seat: Membership) -> bool:
        """Tell whether the holder of this seat asks."""
        return self.caller_id == seat.user_id

    @property
    def over_at(self) -> datetime:
        """Return when it was over, or will be where nothing happens any more."""
        return self.answered_at or self.closed_at or self.lapses_at

    @property
    def promise(self) -> HoldingReply | None:
        """Return the last holding reply. No query where they were loaded."""
        return max(self.holding_replies.all(), key=lambda each: each.number, default=None)


class HoldingReply(models.Model):
    """Busy now: when the one who was asked wants to answer."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="holding_replies")
    number = models.PositiveSmallIntegerField()
    promised_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name_plural = "holding replies"
        constraints = (
            models.UniqueConstraint(fields=["call", "number"], name="one_holding_reply_a_number"),
            models.UniqueConstraint(fields=["call", "submission"], name="holding_reply_submitted_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_HOLDING_REPLIES), name="two_holding_replies_at_most"
            ),
        )

    def __str__(self) -> str:
        return f"holding reply {self.pk}"


class SavedAnswer(models.Model):
    """What one person likes to answer by a rule. Theirs alone; nobody is given it before they send it."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "person"], name="one_saved_answer_a_rule"),)

    def __str__(self) -> str:
        return f"saved answer {self.pk}"
