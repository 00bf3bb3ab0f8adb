"""Couples of two seats, ever, and who sits where."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples.people.models import User

FIRST_SEAT = 1


class Tint(models.TextChoices):
    """The two colours of two people. Neither belongs to one sort of person, and neither comes first."""

    SAGE = "sage", _("Sage")
    CLAY = "clay", _("Clay")

    @property
    def other(self) -> Tint:
        """Return the one that is left for the other person."""
        return Tint.CLAY if self is Tint.SAGE else Tint.SAGE


class Couple(models.Model):
    """Two seats, ever. Leaving closes it for good: nobody new is let into old material."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connected_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Of who has the first seat; the other has the other one. So the two can never have the same.
    first_tint = models.CharField(max_length=4, choices=Tint.choices, default=Tint.SAGE)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(first_tint__in=Tint.values), name="a_known_tint"),)

    def __str__(self) -> str:
        return f"couple {self.pk}"

    def tint_of(self, seat: int) -> Tint:
        """Return the colour of who sits there."""
        first = Tint(self.first_tint)
        return first if seat == FIRST_SEAT else first.other


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Whose seat, and in which couple."""

    def active(self) -> MembershipQuerySet:
        """Seats in couples that are connected now."""
        return self.filter(ended_at__isnull=True)

    def of(self, user: User) -> MembershipQuerySet:
        """Seats of one user."""
        return self.filter(user=user)


class Membership(models.Model):
    """One seat of a couple."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    seat = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The name when the couple closed: what someone calls themself later is no longer the other's to see.
    name_at_end = models.CharField(max_length=80, default="", blank=True)
    # Set for the one who did not leave, until they have seen the one neutral line.
    closing_untold = models.BooleanField(default=False)

    # Of who sits here, as it was when the seat of a request was looked up; see `membership_of`.
    revision: str | None = None

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="one_active_membership"),
            models.UniqueConstraint(fields=["couple", "seat"], name="one_user_a_seat"),
            models.UniqueConstraint(fields=["couple", "user"], name="one_seat_a_user"),
            models.CheckConstraint(condition=Q(seat__in=(1, 2)), name="two_seats"),
        )

    def __str__(self) -> str:
        return f"seat {self.seat} of {self.couple_id}"

    @property
    def partner(self) -> User:
        """Return the other member. Costs one query the first time."""
        if not hasattr(self, "_partner"):
            self._partner = User.objects.get(memberships__couple=self.couple_id, memberships__seat=3 - self.seat)
        return self._partner

    @partner.setter
    def partner(self, user: User) -> None:
        """Remember the other member, where many were loaded at once."""
        self._partner = user

    def show_tints(self) -> None:
        """Let both people be shown in their colours; the partner has to be known."""
        self.user.tint, self.partner.tint = self.tint, self.tint.other

    @property
    def tint(self) -> Tint:
        """Return the colour of who sits here."""
        return self.couple.tint_of(self.seat)

    def tint_of(self, person_id: int | None) -> Tint:
        """Return the colour of one of the two."""
        return self.tint if person_id == self.user_id else self.tint.other

    @property
    def in_order(self) -> tuple[User, User]:
        """Return the two by their seats, as both of them see their mark."""
        return (self.user, self.partner) if self.seat == FIRST_SEAT else (self.partner, self.user)

    @property
    def both(self) -> list[int]:
        """Return the ids of the two."""
        return [self.user_id, self.partner.pk]
