"""Trying a wish until the next talk, and what becomes of it there.

Each verb takes the couple's row first: of two taps at once the second finds what the first one did.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.drafts.models import Draft
from agreements.drafts.verbs import Incomplete, NewLetter, begin_draft, complete_form, first_values, send_new
from agreements.kinds.base import AgreementKind
from agreements.kinds.form import first_terms
from agreements.letters.models import Agreement
from basics.refusals import Refusal
from checkins.answers.models import Answer
from checkins.questions.prompts import WISH
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from checkins.tries.standing import last_tables, living_tries
from couples.live.verbs import raise_revisions
from couples.people.models import User
from couples.seats.leaving import acting_together
from couples.seats.models import Couple, Membership

# More would be a list of good intentions.
MOST_STANDING = 3


class ThreeStand(Refusal):
    """More would be forgotten by the middle of the week."""

    name = "no-room"
    message = _("You two are trying three things already. Let one of them go first.")


class NothingToTry(Refusal):
    """The talk has not opened, a later one has, or nobody wished for anything there."""

    name = "not-open-yet"
    message = _("Only a wish from the talk that you opened last can be tried.")


class OnItsWay(Refusal):
    """A letter about it waits for an answer."""

    name = "one-already"
    message = _("A letter about this is on its way already.")


@dataclass(frozen=True)
class Standing:
    """What the two try, under their row."""

    tables: Sequence[uuid.UUID]
    tries: Mapping[Try, Agreement | None]

    def find(self, key: uuid.UUID) -> Try:
        """Return one that is tried. Raises Try.DoesNotExist."""
        found = next((row for row in self.tries if row.pk == key), None)
        if found is None:
            raise Try.DoesNotExist
        return found

    @property
    def here(self) -> list[Try]:
        """Return those wanted at the last table: those that stand until the next."""
        return [row for row in self.tries if row.check_in_id == self.tables[0]]

    def refuse_a_fourth(self) -> None:
        """Raise ThreeStand if one more would be too many. What nobody has kept by now counts no more."""
        if len(self.here) >= MOST_STANDING:
            raise ThreeStand


@contextmanager
def _turn(seat: Membership, now: datetime) -> Iterator[Standing]:
    """Let one verb on this couple's tries at a time go on. Raises NotConnected."""
    with acting_together(seat):
        yield _standing(seat.couple_id, now)


def _standing(couple_id: uuid.UUID, now: datetime) -> Standing:
    tables = last_tables(couple_id, now)
    return Standing(tables, living_tries(couple_id, tables))


def try_this(check_in: CheckIn, seat: Membership, is_mine: bool, now: datetime) -> Try:
    """Try a wish of either until the next talk; tried already, it is that try still.

    Raises NothingToTry, ThreeStand, NotConnected.
    """
    with _turn(seat, now) as standing:
        # A table that was started without writing is one too, and what was written for it stays closed.
        if check_in.pk not in standing.tables[:1] or not check_in.is_open(now):
            raise NothingToTry
        wish = _wish_of(check_in, seat.user if is_mine else seat.partner)
        made = Try.objects.filter(answer=wish).first()
        if made is None:
            standing.refuse_a_fourth()
            # What the two once tried and did not keep is no history.
            Try.objects.filter(couple=seat.couple_id).exclude(check_in__in=standing.tables).delete()
            made = _make(wish)
            raise_revisions(seat.both)
    return made


def _wish_of(check_in: CheckIn, person: User) -> Answer:
    wish = Answer.objects.filter(check_in=check_in, author=person, prompt=WISH, not_today=False).first()
    if wish is None or not wish.words.strip():
        raise NothingToTry
    return wish


def _make(wish: Answer) -> Try:
    return Try.objects.create(
        couple_id=wish.couple_id,
        author_id=wish.author_id,
        answer=wish,
        words=wish.words,
        check_in_id=wish.check_in_id,
    )


def keep_for_now(seat: Membership, try_id: uuid.UUID, now: datetime) -> None:
    """Let a try stand until the table after the last one; kept already, nothing happens.

    Raises ThreeStand, NotConnected, Try.DoesNotExist.
    """
    with _turn(seat, now) as standing:
        row = standing.find(try_id)
        if row in standing.here:
            return
        standing.refuse_a_fourth()
        Try.objects.filter(pk=row.pk).update(check_in=standing.tables[0])
        raise_revisions(seat.both)


def let_go(seat: Membership, try_id: uuid.UUID, now: datetime) -> None:
    """Try it no more. Raises NotConnected, Try.DoesNotExist."""
    with _turn(seat, now) as standing:
        standing.find(try_id).delete()
        raise_revisions(seat.both)


def begin_letter(
    seat: Membership, try_id: uuid.UUID, kind: AgreementKind, submission: uuid.UUID, now: datetime, body: str = ""
) -> Draft:
    """Begin a letter with the words of a try, for this person alone; one that they began of it before is used again.

    The try stays until both have agreed. Raises OnItsWay, TooManyDrafts, SentDifferently, NotConnected,
    Try.DoesNotExist.
    """
    with _turn(seat, now) as standing:
        row = standing.find(try_id)
        if standing.tries[row]:
            raise OnItsWay
        begun = Draft.objects.filter(author=seat.user, kind=kind.name, pk__in=row.letters).first()
        draft = begun or begin_draft(seat.user, kind, kind.from_a_line(row.words), submission, now, body)
        _remember(row, draft.pk)
    return draft


def send_letter(
    seat: Membership, try_id: uuid.UUID, kind: AgreementKind, submission: uuid.UUID, now: datetime
) -> Agreement:
    """Send a letter with the words of a try as it stands; where one is on its way already, return that.

    Raises Incomplete, OneAlready, TooManyLetters, NotConnected, Try.DoesNotExist.
    """
    with _turn(seat, now) as standing:
        row = standing.find(try_id)
        if agreement := standing.tries[row]:
            return agreement
        letter = letter_about(row.words, kind, seat.user, submission, now)
        form = complete_form(kind, letter.terms, letter.coping_line)
        if not form.is_valid():
            raise Incomplete(form)
        agreement = send_new(seat, letter, now)
        _remember(row, agreement.versions.get(number=1).submission)
    return agreement


def letter_about(words: str, kind: AgreementKind, author: User, submission: uuid.UUID, now: datetime) -> NewLetter:
    """Return the letter of this kind that the words of a try become, before anything of it is changed."""
    values = first_values(kind, author, kind.from_a_line(words), now)
    return NewLetter(kind, first_terms(kind.form_class, values), "", submission)


def _remember(row: Try, letter: uuid.UUID) -> None:
    if str(letter) not in row.letters:
        Try.objects.filter(pk=row.pk).update(letters=[*row.letters, str(letter)])


def forget_tries_over(couple: Couple, now: datetime) -> None:
    """When one of the two leaves, forget what they do not try any more: what they tried both may read afterwards."""
    still = [row.pk for row in _standing(couple.pk, now).tries]
    Try.objects.filter(couple=couple).exclude(pk__in=still).delete()
