"""Letters for tests, made by the same verbs that pages and API call."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from couples.people.models import User
from couples.seats.models import Membership
from journal.letters import sending
from journal.letters import verbs as writing
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.said import Said


def letter_said(words: str = "you came home at ten", **more: Any) -> Said:
    """Return what a whole letter says."""
    usual = {"what_happened": words, "feelings": ("lonely",), "needs": ("company",), "would_you": "call at eight"}
    return Said(**{**usual, **more})


def letter_draft(
    by: User, words: str = "you came home at ten", now: datetime | None = None, **more: Any
) -> LetterDraft:
    """Write a letter that nobody else has read."""
    return writing.begin(by, letter_said(words, **more), uuid.uuid4(), now or timezone.now(), "")


def letter_sent(by: Membership, words: str = "you came home at ten", now: datetime | None = None) -> ComposedLetter:
    """Write a letter and send it."""
    return sending.send(by, letter_draft(by.user, words, now).pk, now or timezone.now())


def letter_saved(by: Membership, words: str = "you came home at ten", now: datetime | None = None) -> ComposedLetter:
    """Write a letter and keep it for the next talk."""
    return sending.save_for_talk(by, letter_draft(by.user, words, now).pk, now or timezone.now())
