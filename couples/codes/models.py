"""Codes that went out by mail, and the mailboxes they went to: by keyed hashes alone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class CodeMailbox(models.Model):
    """A mailbox for which somebody asked for a code, with an account or without. Its row is the turn of who asks."""

    key = models.CharField(max_length=64, primary_key=True)
    last_asked_at = models.DateTimeField()
    # Somebody who reads it said that it was not them.
    stopped_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "mailbox of codes"


class Purpose(models.TextChoices):
    """What a code is for; one for an address sets no password."""

    ADDRESS = "address", "address"
    RESET = "reset", "reset"


class CodeState(models.TextChoices):
    """How far it came."""

    OPEN = "open", "open"
    PROVED = "proved", "proved"
    SPENT = "spent", "spent"
    CLOSED = "closed", "closed"


class MailedCode(models.Model):
    """One code. Where no account has the address nothing can be typed that fits, and all else is the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    mailbox = models.ForeignKey(CodeMailbox, on_delete=models.CASCADE, related_name="codes")
    # Whose account it is about, if there is one.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=CodeState.choices, default=CodeState.OPEN)
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mailed code {self.pk}"
