"""Writing a sentence of closeness, deleting one, and showing a copy of some."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from basics.limits import Room, take_turn
from basics.refusals import Refusal
from basics.transactions import acting, reading
from couples.people.models import User
from couples.seats.models import Membership
from journal.closeness.copies import CLOSENESS_COPY, SOURCE
from journal.closeness.models import ClosenessSentence
from journal.closeness.showing import A_YEAR, closeness_of, known_by, rows_of, today_of
from journal.copies.models import ShownCopy
from journal.copies.verbs import show

# So long a sentence is still being written: what is changed in it leaves nothing behind. After that the new one stands
# for itself, and the old one beside it once a year has gone by.
STILL_WRITTEN_FOR = timedelta(days=30)
SENTENCES = Room(400_000)


class TooManySentences(Refusal):
    """All that a person wrote here is too long together."""

    name = "no-room"
    message = _("You have written very much here. Delete something old first; what you typed is still here.")


class NothingChosen(Refusal):
    """A copy of nothing."""

    field = "sentences"
    message = _("Choose at least one.")


class SentencesChanged(Refusal):
    """They say something else by now than what their writer has read before showing them."""

    name = "changed"
    field = "sentences"
    message = _("This has changed since you opened it. Read it again before you show it.")


def go_on(person: User, beginning: str, words: str, now: datetime) -> None:
    """Keep how this person goes on from a beginning. The same words again, within a year, change nothing.

    Raises TooManySentences.
    """
    today = today_of(person, now)
    mine = ClosenessSentence.objects.filter(person=person)
    with acting(person.pk):
        # One at a time: the second of two taps finds the sentence that the first one made.
        take_turn(person.pk)
        newest = next((row for row in rows_of(person.pk) if row.beginning == beginning), None)
        if newest and newest.words == words and newest.written_on > today - A_YEAR:
            return
        row = _still_written(newest, today) or ClosenessSentence(person=person, written_on=today)
        row.payload = {beginning: words}
        with SENTENCES.kept_within(mine, person.pk, TooManySentences):
            row.save()


def _still_written(newest: ClosenessSentence | None, today: date) -> ClosenessSentence | None:
    return newest if newest and newest.written_on > today - STILL_WRITTEN_FOR else None


def delete(person: User, key: uuid.UUID) -> None:
    """Delete a sentence. What was shown of it stays until it is taken back. Raises ClosenessSentence.DoesNotExist."""
    with acting(person.pk):
        ClosenessSentence.objects.get(person=person, pk=key).delete()


def show_closeness(
    seat: Membership, names: Collection[str], submission: uuid.UUID, now: datetime, words: str = ""
) -> ShownCopy:
    """Show the other what one says now, of the beginnings that were chosen.

    With `words`, by which they were known when they were read, only what still says the same. Raises NothingChosen,
    SentencesChanged, ShownEnough, CopiesTooLong, SentDifferently, NotConnected.
    """
    with reading(seat.user_id):
        found = closeness_of(seat.user, now)
    said = {each.beginning.name: each.now.words for each in found if each.now and each.beginning.name in names}
    if words and words != known_by(found):
        raise SentencesChanged
    if not said:
        raise NothingChosen
    return show(seat, CLOSENESS_COPY, SOURCE, said, submission, now)
