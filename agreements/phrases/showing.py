"""What one sees of phrases: those to say, what was said, what one may answer. Page and API print it.

Nothing in it depends on whether the other has opened anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.phrases.models import AT, NAME, WORDS, OwnAnswer, OwnPhrase, SentPhrase
from agreements.phrases.offers import AnswerOffer, answer_said, offered_answers
from agreements.phrases.ready import all_phrases, phrase_named
from agreements.phrases.verbs import NEW_PHRASE, words_of
from basics.localtime import earliest
from couples.begun.verbs import begun_by
from couples.people.models import User
from couples.seats.models import Membership

SHOWN = 10


@dataclass(frozen=True)
class PhraseToSay:
    """A sentence that one tap sends."""

    # By which it is said: a ready one's name, or the id of one's own.
    name: str
    words: str
    is_own: bool


@dataclass(frozen=True)
class SaidAsSeen:
    """What one of the two said, and the answer."""

    pk: uuid.UUID
    is_mine: bool
    sender: User
    words: str
    # Empty as long as there is none.
    answer: str
    answerer: User
    # For its sender alone; None once it stays.
    taken_back_until: datetime | None
    gone_at: datetime

    @property
    def waits_for_me(self) -> bool:
        """Tell whether I may answer."""
        return not (self.is_mine or self.answer)


@dataclass(frozen=True)
class Answering:
    """What one has to answer with."""

    # The name of what was said; empty for what is no ready phrase, for which no answer can be kept.
    phrase: str
    # How one answered it in words of one's own that one kept; empty for none.
    own: str
    # One tap each, one's own first.
    offers: Sequence[AnswerOffer]

    @property
    def words(self) -> str:
        """Return what one begins with who puts it into other words."""
        return next((offer.words for offer in self.offers if not offer.at), "")


@dataclass(frozen=True)
class OwnAnswerAsSeen:
    """An answer in one's own words, and to what."""

    phrase: str
    asked: str
    words: str


def phrases_of(person: User) -> list[PhraseToSay]:
    """Return what one can say with one tap: one's own first, then the ready ones in the reader's language."""
    ready = [PhraseToSay(phrase.name, phrase.words, False) for phrase in all_phrases()]
    return [*own_phrases_of(person), *ready]


def own_phrases_of(person: User) -> list[PhraseToSay]:
    """Return one's own."""
    return [own_as_seen(row) for row in OwnPhrase.objects.filter(person=person)]


def own_as_seen(row: OwnPhrase) -> PhraseToSay:
    """Return one of one's own."""
    return PhraseToSay(str(row.pk), row.words, True)


def own_answers_of(person: User) -> list[OwnAnswerAsSeen]:
    """Return how one answers in words of one's own, in the order of the phrases; not to what is no phrase any more."""
    kept = dict(OwnAnswer.objects.filter(person=person).values_list("phrase", "words"))
    asked = [(each.name, each.words) for each in all_phrases() if each.name in kept]
    return [OwnAnswerAsSeen(name, words, kept[name]) for name, words in asked]


def held_back(seat: Membership, now: datetime) -> PhraseToSay | None:
    """Return what one wanted to say and could not yet; what one has taken away since is nothing."""
    name = begun_by(seat.user_id, NEW_PHRASE, now).get(NAME)
    try:
        said = words_of(seat.user_id, name) if name else None
    except OwnPhrase.DoesNotExist:
        return None
    return PhraseToSay(name, said[WORDS], NAME not in said) if name and said else None


def readable_by(seat: Membership, now: datetime) -> list[SaidAsSeen]:
    """Return all that the two said and that is there, the newest first."""
    rows = SentPhrase.objects.of(seat).there(now).order_by("-sent_at", "pk")
    return [as_seen(row, seat, now) for row in rows]


def lately_said(seat: Membership, now: datetime) -> list[SaidAsSeen]:
    """Return what one can take back, what was answered, what one may answer: nothing that only waits for the other."""
    seen = readable_by(seat, now)
    return [row for row in seen if row.taken_back_until or row.answer or row.waits_for_me][:SHOWN]


def new_for(seat: Membership, now: datetime) -> list[SaidAsSeen]:
    """Return what the other said and one has neither answered nor put away, the newest first."""
    rows = SentPhrase.objects.to(seat).there(now).filter(answered_at__isnull=True, is_put_away=False)
    return [as_seen(row, seat, now) for row in rows.order_by("-sent_at", "pk")]


def changes_at(rows: Sequence[SaidAsSeen]) -> datetime | None:
    """Return when a page with these reads otherwise though nobody does anything."""
    return earliest(*(row.taken_back_until for row in rows), *(row.gone_at for row in rows))


def as_seen(row: SentPhrase, seat: Membership, now: datetime) -> SaidAsSeen:
    """Return a row of this couple's that is there."""
    is_mine, until = row.sender_id == seat.user_id, row.can_be_taken_back_until
    sender, answerer = (seat.user, seat.partner) if is_mine else (seat.partner, seat.user)
    at = row.answer.get(AT)
    return SaidAsSeen(
        pk=row.pk,
        is_mine=is_mine,
        sender=sender,
        words=row.said[WORDS],
        answer=answer_said(row.answer.get(WORDS, ""), datetime.fromisoformat(at) if at else None, now),
        answerer=answerer,
        taken_back_until=until if is_mine and now < until else None,
        gone_at=row.gone_at,
    )


def answering(seat: Membership, row: SentPhrase, now: datetime) -> Answering:
    """Return what one has to answer with; nothing ready for what is no ready phrase, or was taken back."""
    said = phrase_named(row.said.get(NAME, ""))
    name = said.name if said else ""
    own = OwnAnswer.objects.filter(person=seat.user, phrase=name).first() if name else None
    mine = own.words if own else ""
    return Answering(name, mine, offered_answers(name, mine, now))
