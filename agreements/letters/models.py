"""What two people set together: drafts, agreements, versions, consents, and the pause."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.kinds.base import as_said_today
from agreements.kinds.terms import Terms
from basics.encryption import EncryptedJSONField, EncryptedTextField
from couples.people.names import NameOfTheDay
from couples.seats.models import Couple, Membership


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements by whose they are and where they stand."""

    def of(self, seat: Membership) -> AgreementQuerySet:
        """The agreements of this seat's couple."""
        return self.filter(couple=seat.couple_id)

    def alive(self) -> AgreementQuerySet:
        """Proposed or in force, not ended."""
        return self.filter(ended_at__isnull=True)

    def on_today_of(self, seat: Membership) -> AgreementQuerySet:
        """What stands, and what has ended and is still to be told to this seat's holder."""
        return self.of(seat).filter(Q(ended_at__isnull=True) | Q(news_for=seat.user_id))

    def now_in_force(self) -> AgreementQuerySet:
        """Both accepted the same words, and nobody ended it."""
        return self.alive().filter(in_force__isnull=False)

    def with_words(self) -> AgreementQuerySet:
        """Load both versions, so that showing any number costs no more queries."""
        return self.select_related("in_force", "proposal")


class Agreement(models.Model):
    """Something set together. It is in force only while both accepted the version `in_force`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=40)
    # Who began it: in a response rule the only one who words their own side.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="begun_agreements")
    in_force = models.ForeignKey("Version", on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    in_force_since = models.DateTimeField(null=True, blank=True)
    proposal = models.ForeignKey("Version", on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # Whom Today still has to tell once that it was agreed on, or has ended; theirs alone to know.
    news_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Raised first by every verb: the row lock that makes two verbs follow each other.
    revision = models.PositiveIntegerField(default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["couple"],
                condition=Q(kind="cool_down", in_force__isnull=False, ended_at__isnull=True),
                name="one_cool_down_in_force",
            ),
            models.CheckConstraint(
                condition=Q(in_force__isnull=True) | Q(in_force_since__isnull=False), name="in_force_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(proposal__isnull=True), name="ended_has_no_letter"
            ),
        )
        indexes = (models.Index(fields=["couple", "ended_at"], name="agreement_of_couple"),)

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def is_in_force(self) -> bool:
        """Tell whether both accepted the same words and nobody ended it."""
        return self.in_force_id is not None and self.ended_at is None

    @property
    def was_set_aside(self) -> bool:
        """Tell whether it ended without ever having been in force."""
        return self.ended_at is not None and self.in_force_id is None

    def is_begun_by(self, seat: Membership) -> bool:
        """Tell whether the holder of this seat began it."""
        return self.author_id == seat.user_id

    def writer_of(self, version: Version) -> NameOfTheDay:
        """Return what the writer of this version of it was called on that day."""
        return NameOfTheDay(version.names["author" if version.author_id == self.author_id else "other"])

    def reader_of(self, version: Version) -> NameOfTheDay:
        """Return what the other was called on that day."""
        return NameOfTheDay(version.names["other" if version.author_id == self.author_id else "author"])

    @property
    def newest(self) -> Version | None:
        """Return the version under discussion, else the one in force."""
        return self.proposal or self.in_force


class Version(models.Model):
    """Immutable terms with a number, an author and a date."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="versions")
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)
    words = EncryptedJSONField()
    settings = models.JSONField()
    # What the two were called on its day: "author" began the agreement, "other" is the other. Another name later does
    # not change who agreed.
    names = EncryptedJSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["author", "submission"], name="version_submitted_once"),
        )

    def __str__(self) -> str:
        return f"version {self.number} of {self.agreement_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change what someone may have accepted."""
        if not self._state.adding:
            raise TypeError("A version is never edited; propose a new one.")
        super().save(*args, **kwargs)

    def is_for(self, seat: Membership) -> bool:
        """Tell whether it is the partner's letter to the holder of this seat."""
        return self.author_id != seat.user_id

    @property
    def terms(self) -> Terms:
        """Return words and settings."""
        return Terms(self.words, {**as_said_today(self.settings)})


class Consent(models.Model):
    """One person's acceptance of one version."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="consents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    # What the person was called when they said yes.
    name = EncryptedTextField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "user"], name="one_consent_each"),)

    def __str__(self) -> str:
        return f"consent {self.pk}"


class RefusedTry(models.Model):
    """That a person's other words were for words that stand no more, and when. Deleted once no limit needs it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refused_tries")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"refused try {self.pk}"


class PrivateLine(models.Model):
    """What one person tells themself meanwhile. Theirs alone, beside the versions; pages say "coping line".

    It belongs to an agreement, or to a trigger, which a person has without any couple.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="private_lines")
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="private_lines"
    )
    trigger = models.CharField(max_length=40, default="", blank=True)
    words = EncryptedTextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "user"], name="one_private_line_an_agreement"),
            models.UniqueConstraint(
                fields=["user", "trigger"], condition=~Q(trigger=""), name="one_private_line_a_trigger"
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, couple__isnull=False, trigger="")
                | Q(agreement__isnull=True, couple__isnull=True) & ~Q(trigger=""),
                name="private_line_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"private line {self.pk}"
