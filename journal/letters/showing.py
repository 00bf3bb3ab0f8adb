"""What one sees of letters: one's own that nobody else has read, and those that both have. Page and API print it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from agreements.kinds.sentences import Piece
from couples.people.models import User
from couples.seats.models import Membership
from journal.appreciations.openings import Opening, newly_opened
from journal.letters.models import ComposedLetter, ComposedLetterQuerySet, LetterDraft
from journal.letters.said import Said
from journal.letters.sentences import feelings_said, letter_paragraphs, needs_said
from journal.letters.verbs import can_become_agreement


class _Reads:
    """How a letter reads, whosever it is."""

    said: Said

    @property
    def line(self) -> str:
        """Return its first words, in one line, to tell it from others."""
        said = self.said
        chosen = feelings_said(said) or needs_said(said)
        return " ".join((said.what_happened or said.felt or said.needed or said.would_you or chosen).split())

    @property
    def paragraphs(self) -> Sequence[Sequence[Piece]]:
        """Return what it says, as it is set."""
        return letter_paragraphs(self.said)


@dataclass(frozen=True)
class OwnLetter(_Reads):
    """A letter of one's own that nobody else has read."""

    pk: uuid.UUID
    said: Said
    written_at: datetime
    # Until when it rests; None for what is a draft as any other.
    rests_until: datetime | None
    author_name: str
    # To whom it would go; empty for who is not connected.
    partner_name: str

    @property
    def is_whole(self) -> bool:
        """Tell whether it could be sent."""
        return self.said.is_whole

    @property
    def can_become_agreement(self) -> bool:
        """Tell whether it asks for something that the two could agree on."""
        return can_become_agreement(self.said)


@dataclass(frozen=True)
class LetterAsSeen(_Reads):
    """A letter that both can read, or one's own that waits for a talk."""

    pk: uuid.UUID
    writer: User
    reader: User
    is_mine: bool
    said: Said
    # When it was sent, opened or saved.
    written_at: datetime
    # Since when both can read it; nothing while it waits for a talk.
    given_at: datetime | None
    # What the other wrote back; empty for nothing.
    answer: str
    answered_at: datetime | None

    @property
    def author_name(self) -> str:
        """Return who wrote it."""
        return self.writer.name

    @property
    def partner_name(self) -> str:
        """Return to whom."""
        return self.reader.name

    @property
    def can_be_answered(self) -> bool:
        """Tell whether this person may answer it."""
        return not self.is_mine and self.answered_at is None

    @property
    def can_become_agreement(self) -> bool:
        """Tell whether its writer can make an agreement of what it asks for."""
        return self.is_mine and can_become_agreement(self.said)


def own_letters(person: User, partner_name: str, now: datetime) -> list[OwnLetter]:
    """Return all drafts of one person, the last written first."""
    rows = LetterDraft.objects.filter(person=person).order_by("-written_at", "pk")
    return [own_letter(row, person, partner_name, now) for row in rows]


def own_letter(row: LetterDraft, person: User, partner_name: str, now: datetime) -> OwnLetter:
    """Return a draft as its writer sees it."""
    return OwnLetter(
        pk=row.pk,
        said=row.said,
        written_at=row.written_at,
        rests_until=row.held_until if row.rests(now) else None,
        author_name=person.name,
        partner_name=partner_name,
    )


def readable_by(
    seat: Membership, now: datetime, with_waiting: bool = True
) -> tuple[ComposedLetterQuerySet, Callable[[ComposedLetter], LetterAsSeen]]:
    """Return what the holder of this seat may read, and how each is seen: what waits first, then the newest.

    As many queries whatever the other has written: only an opening that both see makes more readable. What waits is
    among one's own and behind their lock; without it this is what both read.
    """
    opening = newly_opened(seat.couple_id, now)
    letters = ComposedLetter.objects
    without_opening = letters.known_to(seat) if with_waiting else letters.given_to(seat)
    rows = letters.of(seat) if opening else without_opening
    ordered = rows.order_by(F("given_at").desc(nulls_first=True), "writer_id", "-put_at", "pk")
    return ordered, lambda row: as_seen(row, seat, opening)


def letters_of(seat: Membership, now: datetime) -> list[LetterAsSeen]:
    """Return all that both can read."""
    rows, see = readable_by(seat, now, with_waiting=False)
    return [see(row) for row in rows]


def waiting_letters(seat: Membership, now: datetime) -> list[LetterAsSeen]:
    """Return one's own that wait for a talk."""
    rows, see = readable_by(seat, now)
    return [letter for letter in map(see, rows.waiting()) if not letter.given_at]


def opened_with(talk_id: uuid.UUID, seat: Membership, now: datetime, is_settled: bool) -> list[LetterAsSeen]:
    """Return what an open talk opened with, by person, the oldest first. That it is open the caller knows.

    `is_settled`: whether it is written down what it opened with, which both see alike.
    """
    opening = None if is_settled else newly_opened(seat.couple_id, now)
    taken = Q(opened_with=talk_id)
    if opening and opening.talk_id == talk_id:
        taken |= Q(given_at__isnull=True)
    rows = ComposedLetter.objects.of(seat).filter(taken).order_by("writer_id", "put_at", "pk")
    return [as_seen(row, seat, opening) for row in rows]


def as_seen(row: ComposedLetter, seat: Membership, opening: Opening | None = None) -> LetterAsSeen:
    """Return a row that the holder of this seat may read; `opening` is the talk that what waits has opened with."""
    is_mine, given_at = row.writer_id == seat.user_id, row.given_at or (opening.at if opening else None)
    return LetterAsSeen(
        pk=row.pk,
        writer=seat.user if is_mine else seat.partner,
        reader=seat.partner if is_mine else seat.user,
        is_mine=is_mine,
        said=row.said,
        # Of what waited the day of the talk: when it was saved is its writer's alone.
        written_at=given_at or row.put_at,
        given_at=given_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
