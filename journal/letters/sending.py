"""Giving a letter to the other: at once, or with the talk that opens next.

Each verb first takes the couple's row, as whoever begins a pause or opens a talk does, and then the person's, as
whoever keeps a draft does. So a letter comes before a pause or not at all, and before an opening or after it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from agreements.pauses.running import running_pause
from basics.limits import Limit, take_turn
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Couple, Membership
from journal.appreciations.openings import settle_talks
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.refusals import EnoughWait, GivenAlready, NotInPause, Rests, SentEnough, Unfinished
from journal.letters.reminders import forget_held, tell_composed

AT_ONCE = Limit(5, timedelta(days=1))
MOST_WAITING = 3


def send(seat: Membership, letter_id: uuid.UUID, now: datetime) -> ComposedLetter:
    """Send a draft of one's own, or what one has saved for a talk. A second tap finds the letter of the first one.

    Raises NotInPause, Rests, Unfinished, SentEnough, NotConnected, LetterDraft.DoesNotExist.
    """
    with turn(seat, now):
        put = ComposedLetter.objects.by(seat).filter(pk=letter_id).first()
        if put and put.given_at:
            return put
        refuse_in_pause(seat, now)
        sent = ComposedLetter.objects.filter(writer=seat.user_id, opened_with=None)
        AT_ONCE.refuse_beyond(sent, "given_at", now, seat.user_id, SentEnough)
        letter = put or _take(seat, letter_id, now)
        letter.given_at = now
        letter.save(update_fields=["given_at"])
        tell_composed(letter, seat.partner.pk, now)
        raise_revisions(seat.both)
        return letter


def save_for_talk(seat: Membership, letter_id: uuid.UUID, now: datetime) -> ComposedLetter:
    """Keep a draft of one's own for the next talk, which opens with it. A second tap finds what the first one saved.

    Raises NotInPause, Rests, Unfinished, EnoughWait, NotConnected, LetterDraft.DoesNotExist.
    """
    with turn(seat, now):
        mine = ComposedLetter.objects.by(seat)
        if put := mine.filter(pk=letter_id).first():
            return put
        refuse_in_pause(seat, now)
        if mine.waiting().count() >= MOST_WAITING:
            raise EnoughWait
        letter = _take(seat, letter_id, now)
        raise_revisions([seat.user_id])
        return letter


def _take(seat: Membership, letter_id: uuid.UUID, now: datetime) -> ComposedLetter:
    """Take a draft from among the drafts, in the turn that gives it. Raises what sending raises."""
    draft = LetterDraft.objects.get(pk=letter_id, person=seat.user)
    if draft.rests(now):
        raise Rests
    if not draft.said.is_whole:
        raise Unfinished
    # Whatever comes second finds no draft, and the key lets nobody make a second letter of it.
    if not LetterDraft.objects.filter(pk=draft.pk).delete()[0]:
        raise LetterDraft.DoesNotExist
    forget_held(draft.pk, seat.user_id)
    said = {"payload": draft.said.payload, "submission": draft.submission}
    return ComposedLetter.objects.create(pk=draft.pk, couple_id=seat.couple_id, writer=seat.user, put_at=now, **said)


def take_back(seat: Membership, letter_id: uuid.UUID, now: datetime) -> LetterDraft:
    """Take what waits for a talk back among one's drafts.

    Raises GivenAlready, NotConnected, ComposedLetter.DoesNotExist.
    """
    with turn(seat, now):
        letter = ComposedLetter.objects.by(seat).get(pk=letter_id)
        if letter.given_at:
            raise GivenAlready
        draft = _draft_again(letter)
        raise_revisions([seat.user_id])
        return draft


def _draft_again(letter: ComposedLetter) -> LetterDraft:
    """No limit of drafts refuses what was written already."""
    ComposedLetter.objects.filter(pk=letter.pk).delete()
    said = {"payload": letter.payload, "submission": letter.submission}
    return LetterDraft.objects.create(pk=letter.pk, person_id=letter.writer_id, written_at=letter.put_at, **said)


def give_waiting_back(couple: Couple, now: datetime) -> None:
    """When one of the two leaves, what no talk has opened with goes back to its writer as a draft."""
    settle_talks(couple.pk, now)
    for letter in ComposedLetter.objects.filter(couple=couple).waiting():
        _draft_again(letter)


@contextmanager
def turn(seat: Membership, now: datetime) -> Iterator[None]:
    """Let one verb on this couple's letters at a time go on, after what has opened by now. Raises NotConnected."""
    with acting_together(seat):
        settle_talks(seat.couple_id, now)
        take_turn(seat.user_id)
        yield


def refuse_in_pause(seat: Membership, now: datetime) -> None:
    """Let nothing go out while the two pause. Raises NotInPause.

    The other's may be a slip that this person knows nothing of: what they send in those seconds came before it.
    """
    if running_pause(seat, now):
        raise NotInPause


def open_with(talk_id: uuid.UUID, couple_id: uuid.UUID, opened_at: datetime) -> None:
    """Write down that a talk opened with all that waits. For whoever settles talks, who holds the couple's row."""
    waiting = ComposedLetter.objects.filter(couple=couple_id).waiting()
    waiting.update(given_at=opened_at, opened_with=talk_id)
