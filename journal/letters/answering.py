"""Answering a letter in words, once, if one likes; nobody is asked to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from couples.begun.verbs import forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership
from journal.letters.models import ComposedLetter
from journal.letters.refusals import AnsweredAlready, OwnLetter
from journal.letters.reminders import COMPOSED, tell_answered
from journal.letters.sending import refuse_in_pause, turn


def answer(seat: Membership, letter_id: uuid.UUID, words: str, now: datetime) -> ComposedLetter:
    """Answer a letter of the other's. The same words again are no second answer.

    Raises NotInPause, AnsweredAlready, OwnLetter, NotConnected, ComposedLetter.DoesNotExist.
    """
    with turn(seat, now):
        letter = _given(seat, letter_id)
        if letter.answered_at and letter.answer != words:
            raise AnsweredAlready
        if letter.answered_at:
            return letter
        refuse_in_pause(seat, now)
        letter.answer, letter.answered_at = words, now
        letter.save(update_fields=["answer", "answered_at"])
        forget_begun(seat.user_id, COMPOSED.of(letter.pk))
        tell_answered(letter, now)
        raise_revisions(seat.both)
        return letter


def begin_answer(seat: Membership, letter_id: uuid.UUID, typed: Mapping[str, Any], now: datetime) -> None:
    """Keep an answer while it is written, for its writer alone. Raises BegunTooMuch and what answering raises."""
    with turn(seat, now):
        if not _given(seat, letter_id).answered_at:
            keep_begun(seat.user, COMPOSED.of(letter_id), typed, now)


def _given(seat: Membership, letter_id: uuid.UUID) -> ComposedLetter:
    letter = ComposedLetter.objects.known_to(seat).select_related("writer").get(pk=letter_id)
    if letter.writer_id == seat.user_id:
        raise OwnLetter
    return letter
