"""What two people set together: drafts, agreements, versions, consents, and the pause."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.kinds.base import as_said_today
from agreements.kinds.terms import TRIAL_UNTIL, UNTIL_TALK, Terms
from basics.encryption import EncryptedJSONField, EncryptedTextField
from basics.localtime import moment
from couples.people.names import NameOfTheDay, someone
from couples.seats.models import Couple, Membership

# How long Today tells both that what they tried is over: neither is asked to put it away.
TRIED_TOLD_FOR = timedelta(days=3)


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements by whose they are and where they stand."""

    def of(self, seat: Membership) -> AgreementQuerySet:
        """The agreements of this seat's couple."""
        return self.filter(couple=seat.couple_id)

    def alive(self, now: datetime) -> AgreementQuerySet:
        """Proposed or in force, not ended, nor tried until a day that is over."""
        return self.filter(standing(now))

    def over(self, now: datetime) -> AgreementQuerySet:
        """Tried until a day that is over, and not closed yet: no reader calls that in force."""
        return self.filter(ended_at__isnull=True, ends_at__lte=now)

    def on_today_of(self, seat: Membership, now: datetime) -> AgreementQuerySet:
        """What stands, and what has ended and is still to be told to this seat's holder, or has just been tried."""
        lately = now - TRIED_TOLD_FOR
        told = Q(ended_at__isnull=False) & (
            Q(news_for=seat.user_id) | Q(tried_until__isnull=False, ended_at__gt=lately)
        )
        return self.of(seat).filter(standing(lately) | told)

    def now_in_force(self, now: datetime) -> AgreementQuerySet:
        """Both accepted the same words, and neither anybody nor the end of a trial ended it."""
        return self.alive(now).filter(in_force__isnull=False)

    def with_words(self) -> AgreementQuerySet:
        """Load both versions, so that showing any number costs no more queries."""
        return self.select_related("in_force", "proposal")


def standing(now: datetime, of: str = "") -> Q:
    """Neither ended nor tried until a day that is over; of what hangs on an agreement with `of` as its lookup."""
    tried = Q((f"{of}ends_at__isnull", True)) | Q((f"{of}ends_at__gt", now))
    return Q((f"{of}ended_at__isnull", True)) & tried


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
    # What had ended, and was begun again as this one.
    began_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # When what is tried ends by itself, unless both keep it: read by all who ask what is in force, written by no job.
    ends_at = models.DateTimeField(null=True, blank=True)
    # Since when it has been tried, however often that was made longer.
    tried_since = models.DateTimeField(null=True, blank=True)
    # The last day on which it was tried, where both did not keep it.
    tried_until = models.DateField(null=True, blank=True)
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
        indexes = (
            models.Index(fields=["couple", "ended_at"], name="agreement_of_couple"),
            models.Index(
                fields=["ends_at"], condition=Q(ends_at__isnull=False, ended_at__isnull=True), name="agreement_tried"
            ),
        )

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    def as_of(self, now: datetime) -> Agreement:
        """Return it as it stands then: what is over reads as ended, whether or not a row says so by then."""
        if self.is_over(now):
            self.ended_at, self.proposal, self.news_for_id = self.ends_at, None, None
            self.tried_until = self.in_force.trial_until if self.in_force else None
        return self

    def is_over(self, now: datetime) -> bool:
        """Tell whether the trial has ended and nobody has closed it yet."""
        return self.ended_at is None and self.ends_at is not None and self.ends_at <= now

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
        return NameOfTheDay(version.names_then["author" if version.author_id == self.author_id else "other"])

    def reader_of(self, version: Version) -> NameOfTheDay:
        """Return what the other was called on that day."""
        return NameOfTheDay(version.names_then["other" if version.author_id == self.author_id else "author"])

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
    # Of what both looked at again and let go on: the version that says the same words. No letter was sent for it.
    renews = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # The author's when it was proposed, or the one that the terms name: its days are days there.
    zone = models.CharField(max_length=64, default="UTC")
    # Of what is tried until a talk: the day of the next one, once that talk was skipped. The words are the same and say
    # this day; it is set at most once.
    moved_until = models.DateField(null=True, blank=True)
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
    def names_then(self) -> dict[str, str]:
        """Return the names of its day; of who has erased their account there is none."""
        return {role: name or someone() for role, name in self.names.items()}

    @property
    def trial_until(self) -> date | None:
        """Return the last day on which it is to be tried; None where it holds until somebody ends it."""
        said = self.settings.get(TRIAL_UNTIL)
        return self.moved_until or (date.fromisoformat(said) if said else None)

    @property
    def trial_ends_at(self) -> datetime | None:
        """Return the moment at which that day is over."""
        until, days = self.trial_until, 2 if self.settings.get(UNTIL_TALK) else 1
        # What runs to a talk ends the day after it.
        return moment(until + timedelta(days=days), time(), self.zone) if until else None

    @property
    def terms(self) -> Terms:
        """Return words and settings, as they stand by now."""
        return Terms(self.words, {**as_said_today(self.settings_by_now)})

    @property
    def settings_by_now(self) -> dict[str, Any]:
        """Return settings, which name the day of the talk to which they run by now."""
        return {**self.settings} | ({TRIAL_UNTIL: self.moved_until.isoformat()} if self.moved_until else {})


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
