"""The rows that are the queue, the notices they become, and each person's preferences."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from basics.encryption import EncryptedJSONField, EncryptedTextField


class ChannelName(models.TextChoices):
    """How a person is reached."""

    EMAIL = "email", _("E-mail")
    IN_APP = "in_app", _("In the app")
    WEB_PUSH = "web_push", _("On my devices")
    OTHER = "other", _("Another app")


class State(models.TextChoices):
    """A reminder's life: pending → claimed → sent, missed, withdrawn or failed; or back to pending."""

    PENDING = "pending", "pending"
    CLAIMED = "claimed", "claimed"
    SENT = "sent", "sent"
    MISSED = "missed", "missed"
    WITHDRAWN = "withdrawn", "withdrawn"
    FAILED = "failed", "failed"


class WhoSees(models.TextChoices):
    """Who sees a person's mailbox, as they say it. Who never said stands there with an empty text."""

    ONLY_ME = "only_me", _("Only me")
    SOMEONE = "someone", _("Someone might")
    NO_MAILS = "no_mails", _("Send none")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Rows by where they stand in their life."""

    def due(self, now: datetime) -> ReminderQuerySet:
        """Rows that wait and whose time has come."""
        return self.filter(state=State.PENDING, due_at__lte=now)

    def leased_by(self, lease: Any) -> ReminderQuerySet:
        """Rows that this lease still holds; a late worker's lease holds nothing any more."""
        return self.filter(state=State.CLAIMED, lease=lease)

    def about(self, subject: str) -> ReminderQuerySet:
        """Rows about one thing."""
        return self.filter(subject=subject)

    def not_begun(self) -> ReminderQuerySet:
        """Rows that wait, or wait in a lease whose worker will ask once more before it sends."""
        return self.filter(state__in=(State.PENDING, State.CLAIMED))


class Reminder(models.Model):
    """One thing to tell one person in one way at one time."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    occurrence = models.CharField(max_length=80)
    # "user:7" or "address:<hash>": never null, so that the unique key below holds on both databases.
    recipient = models.CharField(max_length=80)
    channel = models.CharField(max_length=8)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="reminders"
    )
    address = EncryptedTextField(default="", blank=True, empty_stays=True)
    # What an account mail needs and no table holds, such as a code; emptied once it is sent.
    payload = EncryptedJSONField(default=dict, blank=True, empty_stays=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    # Claims since the last orderly end; a row that keeps killing its worker is set aside by this count.
    claims = models.PositiveSmallIntegerField(default=0)
    # Sends that failed for a passing reason; the wait before the next one grows with it.
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, default="", blank=True)

    # What its kind found when it was asked, so that writing it a moment later need not look again. Not stored.
    found: Any = None
    # The path by which it leads to its page from outside, once that is stored; see links.py. Not stored here.
    link: str | None = None

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject", "occurrence", "recipient", "channel"], name="one_reminder_an_occurrence"
            ),
            models.CheckConstraint(
                condition=Q(state="claimed", lease__isnull=False, leased_until__isnull=False)
                | (~Q(state="claimed") & Q(lease__isnull=True, leased_until__isnull=True)),
                name="claimed_means_leased",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("due_at")) | ~Q(state="pending"), name="due_before_expiry"
            ),
        )
        indexes = (
            models.Index(fields=["channel", "due_at"], condition=Q(state="pending"), name="reminder_due"),
            # Also read from end to end for leases that lapsed: there are never many. A second index over the same rows
            # would tempt PostgreSQL to look for one lease among all of them.
            models.Index(fields=["lease"], condition=Q(state="claimed"), name="reminder_lease"),
            models.Index(fields=["subject"], name="reminder_subject"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="reminder_finished"),
        )

    def __str__(self) -> str:
        return f"reminder {self.pk}"


# Where a page begins to look for notices that has none.
NOTHING_YET = uuid.UUID(int=0)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices of one person."""

    def of(self, user: Any) -> NoticeQuerySet:
        """This person's notices, newest first."""
        return self.filter(user=user).order_by("-created_at", "-pk")

    def newest_id(self) -> uuid.UUID:
        """Return the public id of what was written last; NOTHING_YET without any."""
        found: uuid.UUID | None = self.order_by("-pk").values_list("public_id", flat=True).first()
        return found or NOTHING_YET

    def unread(self) -> NoticeQuerySet:
        """Those not marked as read by their owner."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """An in-app line. It holds kind and subject, never words; its text is made when it is shown."""

    # What addresses call it. Row numbers count over all people, so gaps would tell that somebody else got something.
    # Looked up among its owner's alone, so that it needs no index.
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    occurrence = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "kind", "subject", "occurrence"], name="one_notice_an_occurrence"),
        )
        indexes = (
            models.Index(fields=["user", "-created_at"], name="notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        )

    def __str__(self) -> str:
        return f"notice {self.pk}"


class OutsideLink(models.Model):
    """Where one link in a mail or a push leads. Of its token there is only the hash; the page can name a row."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="outside_links")
    target = EncryptedTextField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["made_at"], name="outside_link_made"),)

    def __str__(self) -> str:
        return "link from outside"


class Preferences(models.Model):
    """How one person wants to be reached. A person without a row has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_preferences", primary_key=True
    )
    who_sees_mailbox = models.CharField(max_length=8, choices=WhoSees.choices, default="", blank=True)
    quiet_from = models.TimeField(default=time(22, 0))
    quiet_until = models.TimeField(default=time(8, 0))
    # One more reminder of a check-in, for oneself alone; what both agreed on stays as it is.
    own_lead_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # Mails may name the other, where nobody else sees the mailbox.
    says_what_it_is = models.BooleanField(default=False)
    # So may what a lock screen shows, which those who chose the former were promised it never would.
    devices_say_what_it_is = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences of user {self.user_id}"


class SwitchedOff(models.Model):
    """A kind that a person does not want to get in this way. Without a row they get it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switched_off")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)

    class Meta:
        verbose_name_plural = "switched off"
        constraints = (models.UniqueConstraint(fields=["user", "kind", "channel"], name="switched_off_once"),)

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} off for user {self.user_id}"


class SwitchedOn(models.Model):
    """A kind, off at first, that a person wants to get in this way. Without a row they do not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="switched_on")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)

    class Meta:
        verbose_name_plural = "switched on"
        constraints = (models.UniqueConstraint(fields=["user", "kind", "channel"], name="switched_on_once"),)

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel} on for user {self.user_id}"


class SentAlways(models.Model):
    """A kind that quiet hours do not hold for this person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sent_always")
    kind = models.CharField(max_length=40)

    class Meta:
        verbose_name_plural = "sent always"
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="sent_always_once"),)

    def __str__(self) -> str:
        return f"{self.kind} always for user {self.user_id}"


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    """Which devices a push can still reach."""

    def alive(self) -> PushDeviceQuerySet:
        """Devices whose subscription is not known to be over, and that do not rest."""
        return self.filter(gone_at__isnull=True)


class PushDevice(models.Model):
    """A browser that asked for web push. What could address it is encrypted; it is found by a keyed hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint_key = models.CharField(max_length=64, unique=True)
    endpoint = EncryptedTextField()
    public_key = EncryptedTextField()
    secret = EncryptedTextField()
    added_at = models.DateTimeField()
    # When its push service said that the subscription is over, or its owner left by quick exit. Kept for a while, so
    # that its browser can renew it: a device that its owner takes off the list is deleted instead, and cannot come back
    # by itself.
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = PushDeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"device {self.pk}"


class OtherAddress(models.Model):
    """Where another app takes a person's reminders. Nothing but a code goes there until its owner typed that code."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="other_addresses")
    service = models.CharField(max_length=20)
    address = EncryptedTextField()
    code = EncryptedTextField(default="", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Messages refused for good since the last one that was taken.
    refusals = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "other addresses"
        constraints = (
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_address"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=True), name="one_entered_address"
            ),
        )

    def __str__(self) -> str:
        return f"other address of user {self.user_id}"


class Mailbox(models.Model):
    """How an address takes our mail; set aside after three permanent failures. Only its keyed hash is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return "mailbox"


class SendingHold(models.Model):
    """An operator holds a channel: its rows wait. `manage.py reminders hold` and `release`."""

    channel = models.CharField(max_length=8, primary_key=True)
    held_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hold on {self.channel}"


class BlockedAddress(models.Model):
    """An address whose owner said: don't write again. Only a keyed hash of it is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    blocked_at = models.DateTimeField()

    def __str__(self) -> str:
        return "blocked address"


class Tally(models.Model):
    """How many rows of a kind ended so on a channel, and how late: what Prometheus reads. It names nobody."""

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=State.choices)
    # The upper bound of lateness in seconds that these rows fall under; empty for what was not sent.
    bound = models.CharField(max_length=8)
    rows = models.PositiveBigIntegerField()
    # The sum of their lateness.
    seconds = models.FloatField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = (models.UniqueConstraint(fields=["kind", "channel", "state", "bound"], name="one_tally_each"),)

    def __str__(self) -> str:
        return f"tally {self.pk}"


class TalliedUntil(models.Model):
    """The one row that says up to when ended rows are counted."""

    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallied until"

    def __str__(self) -> str:
        return "tallied until"
