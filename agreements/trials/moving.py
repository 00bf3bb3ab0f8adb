"""A talk that is skipped takes along what is tried until it: once, to the next one, for both alike.

Nobody decides that: both said "until our talk". The caller holds the couple's row, and tells both.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db.models import F

from agreements.kinds.base import kind_named
from agreements.kinds.talks import next_talk
from agreements.kinds.terms import UNTIL_TALK
from agreements.letters.models import Agreement, Version
from agreements.trials.longer import Tried
from agreements.trials.reminders import remind_of_trial
from basics.localtime import local


def follow_talk(couple_id: uuid.UUID, was_at: datetime, starts_at: datetime | None, now: datetime) -> None:
    """Let what runs to the talk of that time run to the next one; `starts_at` is where it was put, None if nowhere."""
    for agreement in Agreement.objects.now_in_force(now).filter(couple=couple_id, ends_at__isnull=False).with_words():
        words = agreement.in_force
        if words and _runs_to(agreement, words, was_at):
            _move(agreement, words, _day_to_run_to(agreement, words, starts_at, now), now)


def _runs_to(agreement: Agreement, words: Version, talk_at: datetime) -> bool:
    """Tell whether it runs to that talk, by the clock of its words. What brings talks about ends with its own last."""
    is_to_a_talk = words.settings.get(UNTIL_TALK) and words.moved_until is None
    return bool(
        is_to_a_talk
        and words.trial_until == local(talk_at, words.zone).date()
        and not kind_named(agreement.kind).brings_talks
    )


def _day_to_run_to(agreement: Agreement, words: Version, starts_at: datetime | None, now: datetime) -> date | None:
    """Return the day of the talk that comes instead; None where none does, or it comes before the day anyway.

    Nothing ends sooner than both have read, and nothing is tried for longer than a year in all.
    """
    day = words.trial_until
    if day is None or (starts_at and local(starts_at, words.zone).date() <= day):
        return None
    talk = next_talk(agreement.couple_id, day, words.zone, now)
    return talk if talk and day < talk <= Tried.of(agreement, words).last else None


def _move(agreement: Agreement, words: Version, day: date | None, now: datetime) -> None:
    if day is None or not Version.objects.filter(pk=words.pk, moved_until=None).update(moved_until=day):
        return
    words.moved_until = day
    row = Agreement.objects.now_in_force(now).filter(pk=agreement.pk, in_force=words.pk)
    row.update(ends_at=words.trial_ends_at, revision=F("revision") + 1)
    agreement.refresh_from_db()
    remind_of_trial(agreement, None, now)
