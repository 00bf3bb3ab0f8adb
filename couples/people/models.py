"""A person: who signs in, what they are called, in which language and zone they read."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from basics.encryption import EncryptedJSONField
from basics.localtime import validate_zone
from basics.typed import address_typed, password_spellings, password_typed
from couples.people.names import initials_of
from couples.people.signals import password_replaced


class UserManager(BaseUserManager["User"]):
    """Makes users whose log-in is their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by address, whatever its letters' case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make and save a user."""
        user = self.model(email=address_typed(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_someone(self) -> User:
        """Make and save who stands for somebody whose account is erased; the address is a random one, of nobody."""
        return self.create_user(f"{uuid.uuid4().hex}@someone.invalid", name="", is_active=False, is_someone=True)

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
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    first_steps_done = models.BooleanField(default=False)
    # Whether they were told that the service can stand on the home screen.
    install_told = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # The account is erased then, unless its person says before that they keep it. Meanwhile nothing works for them.
    erases_at = models.DateTimeField(null=True, blank=True)
    # Stands for somebody who erased their account, in what the other of the two keeps: no address and no name.
    is_someone = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    # The colour they are shown in, where it is known with whom; see `Membership.show_tints`.
    tint = ""

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        indexes = (
            models.Index(fields=["erases_at"], condition=models.Q(erases_at__isnull=False), name="user_to_erase"),
        )

    def __str__(self) -> str:
        return f"user {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of another password tell whoever has to end what the old one opened.

        Here and not where a page sets one: a command or a library's own page would be forgotten.
        """
        if self._state.adding or not getattr(self, "_password", None):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            password_replaced.send(sender=User, user=self)

    def set_password(self, raw_password: str | None) -> None:
        """Hash what was meant, so that each device can type it."""
        super().set_password(raw_password if raw_password is None else password_typed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether this is the password, also by a hash from before passwords were made plain."""
        meant, *before = password_spellings(raw_password or "")
        return super().check_password(meant) or any(check_password(each, self.password) for each in before)

    def adopt_password(self, raw_password: str) -> None:
        """Hash the right password once more if its hash is from before, as when stronger hashes come into use."""
        if len(password_spellings(raw_password)) == 1 or super().check_password(password_typed(raw_password)):
            return
        before = self.password
        self.set_password(raw_password)
        # Kept aside by Django for who wants to know of a new password, which this is not.
        self._password = None
        # A password that was changed meanwhile stays.
        User.objects.filter(pk=self.pk, password=before).update(password=self.password)

    def get_full_name(self) -> str:
        """Return what Django asks for by this name."""
        return self.name

    def finish_first_steps(self) -> None:
        """Remember that this person knows the way."""
        if not self.first_steps_done:
            self.first_steps_done = True
            self.save(update_fields=["first_steps_done"])

    def remember_install_told(self) -> None:
        """Tell this person no more that the service can stand on the home screen."""
        self.install_told = True
        self.save(update_fields=["install_told"])

    @property
    def initials(self) -> str:
        """Return one or two letters that tell this person apart."""
        return initials_of(self.name)


class UnsentForm(models.Model):
    """A form that was sent after its session had ended. It comes back to its person, and goes after an hour."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # One browser's: several pages may have lain open in it.
    token_hash = models.CharField(max_length=64)
    # Where it went, and what was in it: {"path": …, "fields": {name: [values]}}.
    form = EncryptedJSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unsent form {self.pk}"


class NameChange(models.Model):
    """That a person changed their name, and when; never from what to what. Deleted once no limit needs it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="name_changes")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"name change {self.pk}"


def present_value(now: datetime) -> Case:
    """Return which of a revision's two values is the present one."""
    return Case(When(later_from__lte=now, then=F("later_value")), default=F("value"))


class Revision(models.Model):
    """Another value with each change of what its person sees, so that an open page of theirs notices it.

    Random: a number would count what the other does. A row of its own and no column of the person, whose row verbs take
    at their beginning, as they take the couple's: this one is written last, so who holds it waits for nothing else.
    """

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=16)
    # The value from a moment on, for what this person sees only then: until it comes nothing moves.
    later_value = models.CharField(max_length=16, default="")
    later_from = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"revision of user {self.pk}"
