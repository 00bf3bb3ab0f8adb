"""Who: users, couples of two seats, memberships, invitations."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from basics.encryption import EncryptedTextField
from basics.localtime import validate_zone

INVITATION_OPEN_FOR = timedelta(days=14)
CLAIM_OPEN_FOR = timedelta(hours=24)
DIGITS_TRIES = 5


class UserManager(BaseUserManager["User"]):
    """Makes users whose log-in is their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by address, whatever its letters' case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save a user."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save an operator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Theme(models.TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "auto", _("As my device is set")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The service keeps no time of their last visit."""

    last_login = None
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=40)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    first_steps_done = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_full_name(self) -> str:
        """Return the name people chose."""
        return self.name

    @property
    def initials(self) -> str:
        """Return one or two letters that tell this person apart: AB for Ada Berg, 博 for 小博."""
        words = self.name.split()
        if not words:
            return "·"
        if len(words) == 1:
            return words[0][-1] if words[0][0] > "⺀" else words[0][0].upper()
        return (words[0][0] + words[-1][0]).upper()


class Couple(models.Model):
    """Two seats, ever. Leaving closes it for good: nobody new is let into old material."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connected_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"couple {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Whose seat, and in which couple."""

    def active(self) -> MembershipQuerySet:
        """Seats in couples that are connected now."""
        return self.filter(ended_at__isnull=True)

    def of(self, user: Any) -> MembershipQuerySet:
        """Seats of one user."""
        return self.filter(user=user)


class Membership(models.Model):
    """One seat of a couple."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    seat = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The name when the couple closed: what someone calls themself later is no longer the other's to see.
    name_at_end = models.CharField(max_length=40, default="", blank=True)
    # Set for the one who did not leave, until they have seen the one neutral line.
    closing_untold = models.BooleanField(default=False)

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


class InvitationState(models.TextChoices):
    """What became of an invitation. The inviter is told of `accepted` alone."""

    OPEN = "open", "open"
    CLAIMED = "claimed", "claimed"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    WITHDRAWN = "withdrawn", "withdrawn"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what may still be done with them."""

    def held_by(self, inviter: Any) -> InvitationQuerySet:
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


class AccessToken(models.Model):
    """A named key to the API. Only its hash is stored; the key itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=40, validators=[MinLengthValidator(1)])
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "submission"], name="token_submitted_once"),)

    def __str__(self) -> str:
        return f"token {self.pk}"
