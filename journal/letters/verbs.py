"""Writing a letter alone: kept while it is written, held until one is calm, thrown away, made an agreement.

Nothing here sends anything, and nothing here needs anybody else. What is held is a draft again once its time has come,
by the clock; `journal/letters/sending.py` sends, and only when its writer taps.
"""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_that_helps
from agreements.wording.hints import hint_for
from basics.limits import Room, take_turn
from basics.localtime import local, moment
from basics.submissions import made_before
from basics.transactions import acting
from couples.people.models import User
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.refusals import Gone, LettersTooLong, TooLongHeld, TooManyDrafts, Unfinished
from journal.letters.reminders import forget_held, remind_of_held
from journal.letters.said import Said
from journal.letters.sentences import feelings_with_words, needs_with_words

MOST_DRAFTS = 100
# Some five hundred of the longest in Chinese.
DRAFTS = Room(2_000_000)
LONGEST_HELD = timedelta(days=7)
# A night lies before it.
CALM_AT = time(9)


def keep(person: User, said: Said, submission: uuid.UUID, now: datetime) -> LetterDraft | None:
    """Keep what stands on a page as it is being written; kept again, it is the same draft. Nothing is made of nothing.

    A letter that rests goes on resting. Raises Gone, TooManyDrafts, LettersTooLong.
    """
    with acting(person.pk):
        take_turn(person.pk)
        draft = LetterDraft.objects.filter(person=person, submission=submission).first()
        if draft:
            return _put(draft, said, now)
        return None if said.is_empty else _make(person, said, submission, now)


def begin(person: User, said: Said, submission: uuid.UUID, now: datetime, body: str) -> LetterDraft:
    """Make a draft of what is said at once. A repeated submission returns the draft it made.

    Raises Gone, SentDifferently, TooManyDrafts, LettersTooLong.
    """
    with acting(person.pk):
        take_turn(person.pk)
        made = made_before(LetterDraft.objects.filter(person=person), submission, body)
        return made or _make(person, said, submission, now, sent=body)


def change(person: User, letter_id: uuid.UUID, said: Said, now: datetime) -> LetterDraft:
    """Write a draft anew. Raises LetterDraft.DoesNotExist, LettersTooLong."""
    with acting(person.pk):
        take_turn(person.pk)
        return _put(LetterDraft.objects.get(pk=letter_id, person=person), said, now)


def _make(person: User, said: Said, submission: uuid.UUID, now: datetime, sent: str = "") -> LetterDraft:
    mine = LetterDraft.objects.filter(person=person)
    if ComposedLetter.objects.filter(writer=person, submission=submission).exists():
        raise Gone
    if mine.count() >= MOST_DRAFTS:
        raise TooManyDrafts
    payload = {**said.payload, "sent": sent}
    with DRAFTS.kept_within(mine, person.pk, LettersTooLong):
        return LetterDraft.objects.create(person=person, payload=payload, written_at=now, submission=submission)


def _put(draft: LetterDraft, said: Said, now: datetime) -> LetterDraft:
    if draft.said == said:
        return draft
    draft.payload, draft.written_at = {**draft.payload, **said.payload}, now
    with DRAFTS.kept_within(LetterDraft.objects.filter(person=draft.person_id), draft.person_id, LettersTooLong):
        draft.save(update_fields=["payload", "written_at"])
    return draft


def tomorrow_morning(person: User, now: datetime) -> datetime:
    """Return until when a letter is held unless its writer chooses otherwise: tomorrow at nine, on their own clock."""
    zone = person.time_zone
    return moment(local(now, zone).date() + timedelta(days=1), CALM_AT, zone)


def hold(person: User, letter_id: uuid.UUID, until: datetime, now: datetime) -> LetterDraft:
    """Let a draft rest until then. It comes back to its writer as a draft, and they are told once; nothing is sent.

    Raises TooLongHeld, LetterDraft.DoesNotExist.
    """
    if not now < until <= now + LONGEST_HELD:
        raise TooLongHeld
    with acting(person.pk):
        take_turn(person.pk)
        draft = LetterDraft.objects.get(pk=letter_id, person=person)
        if draft.held_until != until:
            draft.held_until = until
            draft.save(update_fields=["held_until"])
            remind_of_held(draft)
        return draft


def take_out(person: User, letter_id: uuid.UUID) -> LetterDraft:
    """Let a draft rest no longer. Raises LetterDraft.DoesNotExist."""
    with acting(person.pk):
        take_turn(person.pk)
        draft = LetterDraft.objects.get(pk=letter_id, person=person)
        draft.held_until = None
        draft.save(update_fields=["held_until"])
        forget_held(draft.pk, person.pk)
        return draft


def throw_away(person: User, letter_id: uuid.UUID) -> None:
    """Delete a draft; what is gone already is no trouble."""
    with acting(person.pk):
        take_turn(person.pk)
        if LetterDraft.objects.filter(pk=letter_id, person=person).delete()[0]:
            forget_held(letter_id, person.pk)


def can_become_agreement(said: Said) -> bool:
    """Tell whether it asks for something that the two could agree on: not where a hint says that it asks for more."""
    return said.is_whole and bool(said.would_you) and hint_for("would_you", said.would_you) is None


def make_agreement(person: User, letter_id: uuid.UUID, now: datetime) -> Draft:
    """Make a draft of an agreement with the words of one's own letter, for oneself alone; tapped twice, one draft.

    The letter stays what it is. Raises Unfinished for what asks for nothing, TooManyDrafts, LetterDraft.DoesNotExist.
    """
    with acting(person.pk):
        said = said_by(person, letter_id)
        if not can_become_agreement(said):
            raise Unfinished
        kind, asked = kind_that_helps(), (feelings_with_words(said), needs_with_words(said), said.would_you)
        values = kind.from_a_request(said.what_happened, *asked)
        return begin_draft(person, kind, values, uuid.uuid5(letter_id, "agreement"), now)


def said_by(person: User, letter_id: uuid.UUID) -> Said:
    """Return what a letter of this person's says, sent or not. Raises LetterDraft.DoesNotExist."""
    letter = ComposedLetter.objects.filter(pk=letter_id, writer=person, couple__closed_at=None).first()
    return letter.said if letter else LetterDraft.objects.get(pk=letter_id, person=person).said
