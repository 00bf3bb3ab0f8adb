"""Invitations: one person's open hand, and what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from basics.encryption import EncryptedTextField
from basics.tokens import keyed_token
from couples.people.models import User

# Long enough to think it over, and short for a link that a stranger may find.
INVITATION_OPEN_FOR = timedelta(days=7)
CLAIM_OPEN_FOR = timedelta(hours=24)
DIGITS_TRIES = 5


class InvitationState(models.TextChoices):
    """What became of an invitation. The inviter is told of `accepted` alone."""

    OPEN = "open", "open"
    CLAIMED = "claimed", "claimed"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what may still be done with them."""

    def held_by(self, inviter: User) -> InvitationQuerySet:
        """Those that still look open to their inviter: also the declined ones."""
        return self.held().filter(inviter=inviter)

    def held(self) -> InvitationQuerySet:
        """Those that are neither used nor taken back."""
        return self.exclude(state__in=(InvitationState.ACCEPTED, InvitationState.WITHDRAWN))

    def usable(self, now: datetime) -> InvitationQuerySet:
        """Those that someone may answer at `now`: a declined link too, or trying it would tell of the no."""
        return self.held().filter(expires_at__gt=now)


class Invitation(models.Model):
    """One person's open hand. Only a hash of its token is stored, with the token encrypted for its inviter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)
    token = EncryptedTextField()
    token_hash = models.CharField(max_length=64, unique=True)
    # Empty for a plain link; else only the owner of this address can claim it without digits.
    address = EncryptedTextField(default="", blank=True)
    state = models.CharField(max_length=9, choices=InvitationState.choices, default=InvitationState.OPEN)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    digits = EncryptedTextField(default="", blank=True)
    digits_tries = models.PositiveSmallIntegerField(default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["inviter"],
                condition=~Q(state__in=("accepted", "withdrawn")),
                name="one_open_invitation",
            ),
            models.UniqueConstraint(fields=["inviter", "submission"], name="invitation_submitted_once"),
            models.CheckConstraint(condition=Q(digits_tries__lte=DIGITS_TRIES), name="few_tries"),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True) | ~Q(claimed_by=F("inviter")), name="nobody_invites_oneself"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def claim_name(self) -> str:
        """Name the claim that waits, so that a page can say which one it is about; the moment it came stays hidden."""
        return keyed_token("couples.pairing.claim", self.pk, self.claimed_at) if self.claimed_at else ""

    @property
    def ends_by(self) -> datetime:
        """Return when it is over for whoever claimed it: to the hour, or it would tell when it was made."""
        return self.expires_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
