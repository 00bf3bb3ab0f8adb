"""What one sees of tries. The two see the same."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agreements.drafts.showing import one_in_force
from agreements.drafts.verbs import complete_form
from agreements.kinds.base import AgreementKind, kinds_for_a_line
from agreements.letters.models import Agreement
from agreements.letters.reading import Letter
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from checkins.answers.models import Answer
from checkins.questions.prompts import WISH
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from checkins.tries.standing import last_tables, living_tries, tries_of
from checkins.tries.verbs import letter_about
from couples.people.models import User
from couples.seats.models import Membership


@dataclass(frozen=True)
class TryAsSeen:
    """One thing that the two try."""

    pk: uuid.UUID
    words: str
    # Whether it stands until the next talk: wanted at the last table, or kept there. What does not is asked about.
    stands: bool
    # A letter about it that waits for an answer, or was agreed on.
    letter: AgreementAsSeen | None


@dataclass(frozen=True)
class Wish:
    """What one of the two wishes for until next time, on an opened table."""

    writer: User
    is_mine: bool
    words: str
    # The try that it is.
    tried: TryAsSeen | None
    # Whether either can say that they try it.
    can_be_tried: bool


def tries_for_table(check_in: CheckIn, seat: Membership, now: datetime) -> list[TryAsSeen]:
    """Return what the two wanted to try at the table before this one, opened or started without writing.

    Empty on a table that another one followed.
    """
    tables = last_tables(seat.couple_id, now)
    if check_in.pk not in tables[:1]:
        return []
    living = living_tries(seat.couple_id, tables)
    return [
        _seen(row, letter, seat, check_in.pk) for row, letter in living.items() if not row.is_wished_for_at(check_in)
    ]


def tries_between(seat: Membership, now: datetime) -> list[TryAsSeen]:
    """Return all that the two try at present."""
    tables = last_tables(seat.couple_id, now)
    living = living_tries(seat.couple_id, tables) if tables else {}
    return [_seen(row, letter, seat, tables[0]) for row, letter in living.items()]


def wishes_on_table(check_in: CheckIn, seat: Membership, now: datetime) -> list[Wish]:
    """Return what each wishes for, in the order of their seats, once it is open; who wrote nothing has empty words."""
    if not check_in.is_open(now):
        return []
    written = Answer.objects.filter(check_in=check_in, prompt=WISH, not_today=False)
    wishes = {wish.author_id: wish for wish in written}
    is_last = check_in.pk in last_tables(seat.couple_id, now)[:1]
    tried = _tried_of(check_in, seat) if is_last else {}
    return [_wish(wishes.get(person.pk), person, seat, tried, is_last) for person in seat.in_order]


def _tried_of(check_in: CheckIn, seat: Membership) -> Mapping[int, TryAsSeen]:
    """Return the tries that this talk's wishes have become, agreed on since or not, by the wishes."""
    wanted = tries_of(seat.couple_id, [check_in.pk])
    return {row.answer_id: _seen(row, letter, seat, check_in.pk) for row, letter in wanted.items() if row.answer_id}


def _wish(wish: Answer | None, person: User, seat: Membership, tried: Mapping[int, TryAsSeen], is_last: bool) -> Wish:
    words = wish.words.strip() if wish else ""
    tried_as = tried.get(wish.pk) if wish else None
    return Wish(person, person.pk == seat.user_id, words, tried_as, is_last and bool(words) and tried_as is None)


def _seen(row: Try, letter: Agreement | None, seat: Membership, last_table: uuid.UUID) -> TryAsSeen:
    seen = agreement_as_seen(letter, seat) if letter else None
    return TryAsSeen(row.pk, row.words, row.check_in_id == last_table, seen)


def one_try(seat: Membership, try_id: uuid.UUID, now: datetime) -> TryAsSeen:
    """Return one of what the two try. Raises Try.DoesNotExist."""
    found = next((each for each in tries_between(seat, now) if each.pk == try_id), None)
    if found is None:
        raise Try.DoesNotExist
    return found


def kinds_offered(seat: Membership, now: datetime) -> list[AgreementKind]:
    """Return what a try can become now, without what the two have already and can have once."""
    return [kind for kind in kinds_for_a_line() if one_in_force(seat, kind, now) is None]


@dataclass(frozen=True)
class Becoming:
    """A try as the letter that it would be."""

    kind: AgreementKind
    letter: Letter
    # Whether it can be sent as it is.
    is_complete: bool


def as_letter(attempt: TryAsSeen, kind: AgreementKind, seat: Membership, now: datetime) -> Becoming:
    """Return how it would read. Nothing is stored for it."""
    terms = letter_about(attempt.words, kind, seat.user, uuid.uuid4(), now).terms
    letter = Letter(kind, terms, seat.user.name, seat.partner.name)
    return Becoming(kind, letter, complete_form(kind, terms, "").is_valid())
