"""Where two people are who take turns in a talk."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from checkins.rhythm.models import CheckIn
from checkins.talking.steps import LAST, READY, is_of_the_other
from couples.seats.models import Couple, Membership

LENGTHS = (3, 5, 10)
USUAL_LENGTH = 5
LONGEST_KEY = 60
# What a page names where the two have not taken turns yet.
UNTOUCHED = uuid.UUID(int=0)
# What is left afterwards: who began last, and nothing else.
AT_REST: dict[str, Any] = {"check_in": None, "pause": None, "item": "", "step": READY, "minutes": USUAL_LENGTH}


class TurnsQuerySet(models.QuerySet["Turns"]):
    """Turns by whose they are."""

    def of(self, seat: Membership) -> TurnsQuerySet:
        """Those of this seat's couple: one row, or none yet."""
        return self.filter(couple=seat.couple_id)


class Turns(models.Model):
    """What two people take turns about, where, and at which step of it. It knows no time, and nothing of before."""

    couple = models.OneToOneField(Couple, on_delete=models.CASCADE, primary_key=True, related_name="+")
    # At whose table, or back from which pause; neither once that is over: then who began last is all that is left.
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # Not the row, which is forgotten after a week.
    pause = models.UUIDField(null=True, blank=True)
    # An item of the table; empty where all of it was talked about.
    item = models.CharField(max_length=LONGEST_KEY, default="", blank=True)
    step = models.PositiveSmallIntegerField(default=READY)
    minutes = models.PositiveSmallIntegerField(default=USUAL_LENGTH)
    # The seat of who began with this item, or with the one before it as long as this one is not begun.
    began = models.PositiveSmallIntegerField(default=2)
    # Another one with each step: a tap names the step that it was made on, also where the same step comes again.
    mark = models.UUIDField(default=UNTOUCHED)

    objects = TurnsQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(step__lte=LAST), name="a_known_step"),
            models.CheckConstraint(condition=Q(minutes__in=LENGTHS), name="a_length_to_choose"),
            models.CheckConstraint(condition=Q(began__in=(1, 2)), name="one_of_the_two_began"),
            models.CheckConstraint(
                condition=Q(check_in__isnull=True) | Q(pause__isnull=True), name="turns_at_one_place"
            ),
            models.CheckConstraint(
                condition=Q(check_in__isnull=False) | Q(pause__isnull=False) | Q(item="", step=READY),
                name="turns_about_nothing_at_rest",
            ),
        )

    def __str__(self) -> str:
        return f"turns of {self.couple_id}"

    def is_at(self, place: Mapping[str, uuid.UUID | None]) -> bool:
        """Tell whether it is of the place that has these columns."""
        return (self.check_in_id, self.pause) == (place["check_in_id"], place["pause"])

    @property
    def begins(self) -> int:
        """Return the seat of who begins with what is not begun yet: by turns, from item to item and talk to talk."""
        return 3 - self.began

    @property
    def speaks(self) -> int:
        """Return the seat of whose turn it is to be heard."""
        first = self.begins if self.step == READY else self.began
        return 3 - first if is_of_the_other(self.step) else first
