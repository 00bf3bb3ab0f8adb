"""What two people do together at one time: what all sorts of it have in common."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import models

from couples.seats.models import Membership

M = TypeVar("M", bound="Meeting")


class MeetingQuerySet(models.QuerySet[M]):
    """Meetings by whose they are and when."""

    def of(self, seat: Membership) -> Self:
        """Those of this seat's couple."""
        return self.filter(couple=seat.couple_id)

    def alive(self) -> Self:
        """Not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def ahead(self, now: datetime) -> Self:
        """Those whose time has not come."""
        return self.alive().filter(starts_at__gt=now)

    def surely_ahead(self, now: datetime) -> Self:
        """Those ahead, also by a clock that is ahead of this one."""
        return self.ahead(now)

    def next_one(self, now: datetime) -> M | None:
        """Return the nearest of those ahead."""
        return self.ahead(now).order_by("starts_at").first()


class Meeting(models.Model):
    """What two people do together at one time, and can put at another one: a talk, and what comes like it later."""

    couple_id: uuid.UUID
    # What it comes from; None for one that comes from nothing agreed.
    agreement: Any
    agreement_id: uuid.UUID | None
    # The moment that what it comes from means; it is made once for each. `starts_at` is another one once it was moved.
    slot = models.DateTimeField()
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    # Raised when the time changes, so that a moved one is reminded again.
    revision = models.PositiveIntegerField(default=0)
    # Raised first by every verb on it: the row lock that makes two of them follow each other.
    touched = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Of those that one of the two left out, which one in a row it is, up to the third; 0 for all others.
    left_out = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def ends_at(self) -> datetime:
        """Return when the check-in is over, as agreed."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def has_begun(self, now: datetime) -> bool:
        """Tell whether its time has come."""
        return self.starts_at <= now

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether it is to come: only then can it be put at another time, or left out."""
        return self.cancelled_at is None and not self.has_begun(now)
