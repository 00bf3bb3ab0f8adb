"""Writing down something good, for the next talk or for now.

Each verb first takes the couple's row, as handing in does, and then writes down what opened talks took. So it comes
either before an opening or after it, and never changes what the other can read already.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.limits import Limit, Room
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.begun.verbs import begun_by, forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from journal.appreciations.openings import settle_talks
from journal.appreciations.reminders import tell_given
from reminders.subjects import Subject

# More a day wait for the talk, which nobody is refused.
AT_ONCE = Limit(10, timedelta(days=1))
# Some two thousand of the longest in Chinese.
APPRECIATIONS = Room(4_000_000)
# What is being written, and not kept for a talk nor given yet.
NEW_APPRECIATION = Subject("appreciation").of("new")


@dataclass(frozen=True)
class Said:
    """What one person writes down of what the other did."""

    what_you_did: str
    when_it_was: str = ""
    what_it_meant: str = ""


class GivenAlready(Refusal):
    """The other can read it."""

    name = "fixed"
    field = "what_you_did"
    message = _("This is given, so it stays as it is. What you typed is still in the field.")


class AppreciationsTooLong(Refusal):
    """All that a person ever wrote down like this is too long together."""

    name = "no-room"
    field = "what_you_did"
    message = _("What you have written down has grown very long. Make this shorter; what you typed is still here.")


def write_down(
    seat: Membership, said: Said, is_for_now: bool, submission: uuid.UUID, now: datetime, body: str = ""
) -> Appreciation:
    """Keep something good for the next talk; with `is_for_now` give it at once, unless ten were given within a day.

    A repeated submission returns what it made. Raises AppreciationsTooLong, SentDifferently, NotConnected.
    """
    with _turn(seat, now):
        forget_begun(seat.user_id, NEW_APPRECIATION)
        if made := made_before(Appreciation.objects.by(seat), submission, body):
            return made
        row = Appreciation(couple_id=seat.couple_id, giver=seat.user, written_at=now)
        row.submission, row.body_hash = submission, body
        _put(row, seat, said, is_for_now, now)
    return row


def write_down_begun(seat: Membership, words: str | None, submission: uuid.UUID, now: datetime) -> None:
    """Let what was begun wait for the talk, with these words instead of those kept; nothing where there are none.

    Words that are None are as they were kept. Raises AppreciationsTooLong, NotConnected.
    """
    begun = begun_by(seat.user_id, NEW_APPRECIATION, now)
    said = Said(**{"what_you_did": "", **begun})
    said = said if words is None else replace(said, what_you_did=words)
    if said.what_you_did.strip():
        with _turn(seat, now):
            _write_down_or_anew(seat, said, submission, now)
    elif words is not None:
        # Taken out of the field: handing in once more must not bring it back.
        begin(seat, {"what_you_did": words}, submission, now)


def _write_down_or_anew(seat: Membership, said: Said, submission: uuid.UUID, now: datetime) -> None:
    """A page that one goes back to has the submission of before, and maybe other words: those are not lost."""
    made = Appreciation.objects.by(seat).filter(submission=submission).first()
    if made is None or made.what_you_did == said.what_you_did:
        write_down(seat, said, False, submission, now)
    elif made.given_at:
        write_down(seat, said, False, uuid.uuid5(submission, said.what_you_did), now)
    else:
        forget_begun(seat.user_id, NEW_APPRECIATION)
        stands = Said(said.what_you_did, made.when_it_was, made.what_it_meant)
        _put(made, seat, stands, False, now)


def change(seat: Membership, key: uuid.UUID, said: Said, is_for_now: bool, now: datetime) -> Appreciation:
    """Write one's own anew while it waits, and give it at once after all.

    Raises GivenAlready, AppreciationsTooLong, NotConnected, Appreciation.DoesNotExist.
    """
    with _turn(seat, now):
        row = _waiting(seat, key)
        _put(row, seat, said, is_for_now, now)
    return row


def take_back(seat: Membership, key: uuid.UUID, now: datetime) -> None:
    """Take one's own back while it waits. Raises GivenAlready, NotConnected, Appreciation.DoesNotExist."""
    with _turn(seat, now):
        _waiting(seat, key).delete()
        raise_revisions([seat.user_id])


def begin(seat: Membership, typed: Mapping[str, Any], submission: uuid.UUID, now: datetime) -> None:
    """Keep it while it is written, for its writer alone; what a page still sends of a kept one is nothing new.

    Raises BegunTooMuch, NotConnected.
    """
    with _turn(seat, now):
        if not Appreciation.objects.by(seat).filter(submission=submission).exists():
            keep_begun(seat.user, NEW_APPRECIATION, typed, now)


@contextmanager
def _turn(seat: Membership, now: datetime) -> Iterator[None]:
    """Let one such verb of this couple at a time go on, after what has opened by now. Raises NotConnected."""
    with acting_together(seat):
        settle_talks(seat.couple_id, now)
        yield


def _waiting(seat: Membership, key: uuid.UUID) -> Appreciation:
    row = Appreciation.objects.by(seat).get(pk=key)
    if row.given_at:
        raise GivenAlready
    return row


def _put(row: Appreciation, seat: Membership, said: Said, is_for_now: bool, now: datetime) -> None:
    """Store the words, and give them where that is wanted and there is room for it today."""
    mine = Appreciation.objects.filter(giver=seat.user)
    row.what_you_did, row.when_it_was, row.what_it_meant = said.what_you_did, said.when_it_was, said.what_it_meant
    with APPRECIATIONS.kept_within(mine, seat.user_id, AppreciationsTooLong):
        if is_for_now and AT_ONCE.has_room(mine.filter(opened_with=None), "given_at", now, seat.user_id):
            row.given_at = now
        row.save()
    if row.given_at:
        tell_given(row, seat, now)
    raise_revisions(seat.both if row.given_at else [seat.user_id])


def open_with(talk_id: uuid.UUID, couple_id: uuid.UUID, opened_at: datetime) -> None:
    """Write down that a talk opened with all that waits. For whoever settles talks, who holds the couple's row."""
    waiting = Appreciation.objects.filter(couple=couple_id).waiting()
    waiting.update(given_at=opened_at, opened_with=talk_id)
