"""The pause that runs, and no history of those that ran."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from basics import limits
from basics.encryption import EncryptedJSONField
from couples.seats.models import Couple, Membership

# Also a constraint of the database, so that no way past the verb makes a longer one.
LONGEST = timedelta(hours=24)
# How long after its end what was written about a pause is there.
RETURNS_KEPT_FOR = timedelta(hours=72)
# Two who tap at once read the clock, maybe of two machines, before either takes the couple's row.
CLOCKS_APART = limits.CLOCKS_APART
# Days as floating numbers are right to a tenth of a millisecond.
MOST_SECONDS = LONGEST.total_seconds() + 0.1


class Seconds(models.Func):
    """A moment as a number of seconds.

    Django adds lengths of time on SQLite by a function that only Django knows, and a constraint of that kind would
    refuse everybody else who opens the file.
    """

    template = "EXTRACT(EPOCH FROM %(expressions)s)"
    output_field = models.FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s) * 86400.0)", **context)


class PauseQuerySet(models.QuerySet["Pause"]):
    """Pauses by whether they run, and for whom they are there."""

    def running(self, now: datetime) -> PauseQuerySet:
        """Those that run at `now`: no expired row that nobody closed, and none from before a clock was set back."""
        return self.begun(now).filter(ended_at__isnull=True, ends_at__gt=now)

    def begun(self, now: datetime) -> PauseQuerySet:
        """Those that have begun, by any of our machines' clocks."""
        return self.filter(started_at__lte=now + CLOCKS_APART)

    def known(self, now: datetime) -> PauseQuerySet:
        """Those that were no slip, and so are there for both."""
        return self.filter(known_at__lte=now)

    def over(self, now: datetime) -> PauseQuerySet:
        """Those that were no slip and have come to their end, by `was_over_at`."""
        ended = self.known(now).annotate(was_over_at=Coalesce("ended_at", "ends_at"))
        return ended.filter(was_over_at__lte=now, known_at__lte=F("was_over_at"))

    def seen_by(self, seat: Membership, now: datetime) -> PauseQuerySet:
        """Those of this couple that are there for the holder of this seat: one's own from the tap on."""
        there = Q(known_at__lte=now) | Q(started_by=seat.user_id)
        return self.begun(now).filter(there, couple=seat.couple_id)


class Pause(models.Model):
    """A cool-down from its start to the last end. It ends by itself; rows are forgotten as soon as the limits allow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="pauses")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # None for those that older releases began.
    submission = models.UUIDField(null=True, editable=False)
    started_at = models.DateTimeField()
    # Until then it can be a slip, and nothing of it is there for the other.
    known_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Raised with each end that moves.
    revision = models.PositiveSmallIntegerField(default=0)
    # When what both wrote at the return was opened.
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple"], condition=Q(ended_at__isnull=True), name="one_running_pause"),
            models.UniqueConstraint(fields=["started_by", "submission"], name="pause_submitted_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="a_pause_ends_after_it_starts"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Seconds("ends_at") - Seconds("started_at"), MOST_SECONDS),
                name="a_pause_lasts_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__lte=F("ends_at")), name="a_pause_never_runs_over"
            ),
        )

    def __str__(self) -> str:
        return f"pause {self.pk}"

    @property
    def over_at(self) -> datetime:
        """Return when it is over, or was."""
        return self.ended_at or self.ends_at

    def is_running(self, now: datetime) -> bool:
        """Tell the same of one row as `running` of many."""
        return self.ended_at is None and self.started_at <= now + CLOCKS_APART and now < self.ends_at

    def may_be_a_slip(self, now: datetime) -> bool:
        """Tell whether nobody knows of it but whoever tapped."""
        return now < self.known_at

    @property
    def last_stretch(self) -> Stretch:
        """Return the time that lies ahead, or came last."""
        taken = [each for each in self.stretches.all() if each.length]
        return max(taken or self.stretches.all(), key=lambda each: each.ends_at)


class StretchQuerySet(models.QuerySet["Stretch"]):
    """Stretches by whom they count for."""

    def of(self, seat: Membership, now: datetime) -> StretchQuerySet:
        """Those that count for this person's limits, and for nobody else's."""
        # What is dated ahead is from before a clock was set back, unless it belongs to a pause that has begun.
        begun = Q(pause__started_at__lte=now + CLOCKS_APART)
        return self.filter(begun, couple=seat.couple_id, person=seat.user_id)


class Stretch(models.Model):
    """How much of a pause one person asked for: the start, or the more time that each may ask for once."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    pause = models.ForeignKey(Pause, on_delete=models.CASCADE, related_name="stretches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_extension = models.BooleanField(default=False)

    objects = StretchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stretches"
        constraints = (
            models.UniqueConstraint(
                fields=["pause", "person"], condition=Q(is_extension=True), name="one_extension_each"
            ),
            models.UniqueConstraint(fields=["pause"], condition=Q(is_extension=False), name="one_start_a_pause"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="a_stretch_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return f"stretch {self.pk}"

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.ends_at - self.starts_at


class ReturnPageQuerySet(models.QuerySet["ReturnPage"]):
    """Return pages by whether there is still anything to read on them."""

    def still_there(self, now: datetime) -> ReturnPageQuerySet:
        """Those of a couple's last pause, not too long after its end."""
        over = Coalesce("pause__ended_at", "pause__ends_at")
        return self.alias(over_at=over).filter(~_overtaken(now), over_at__gt=now - RETURNS_KEPT_FOR)

    def gone(self, now: datetime) -> ReturnPageQuerySet:
        """The others."""
        over = Coalesce("pause__ended_at", "pause__ends_at")
        return self.alias(over_at=over).filter(_overtaken(now) | Q(over_at__lte=now - RETURNS_KEPT_FOR))


def _overtaken(now: datetime) -> Exists:
    """A later pause of the same two that was no slip."""
    later = Pause.objects.begun(now).known(now)
    return Exists(later.filter(couple=OuterRef("couple"), started_at__gt=OuterRef("pause__started_at")))


class ReturnPage(models.Model):
    """What one person writes for coming back, sealed until both are in; and whether they put the page away."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    pause = models.ForeignKey(Pause, on_delete=models.CASCADE, related_name="pages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # What the pause is about, feelings chosen from a list, what one felt and what one needs now.
    words = EncryptedJSONField(default=dict)
    in_at = models.DateTimeField(null=True, blank=True)
    is_put_away = models.BooleanField(default=False)

    objects = ReturnPageQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["pause", "author"], name="one_return_page_each"),)

    def __str__(self) -> str:
        return f"return page {self.pk}"
