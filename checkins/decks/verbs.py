"""Choosing where questions come from, saying what is fine, and drawing another one.

Each verb takes the couple's row first: a drawing comes before it or after it. What one person says is fine moves
nothing of the other's, and changes nothing that is drawn already.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from basics.limits import Limit
from checkins.decks.refusals import EnoughQuestions, NoOtherNow, NoSuchDeck
from checkins.questions.content import all_decks
from checkins.questions.models import DeckChoice, Drawing, HeavyYes, OwnDeck
from checkins.rhythm.drawing import allowed, ask, deck_in_turn, draw
from checkins.rhythm.models import CheckIn
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

OTHERS = Limit(10, timedelta(hours=24))


def choose_deck(seat: Membership, deck: str, now: datetime) -> None:
    """Let questions come from this deck, for both; the question of the next talk too, where that can still be.

    Heavy ones and the two's own come with the talk after that at the earliest: who chooses must not find out by it what
    the other said is fine. Raises NoSuchDeck, EnoughQuestions, NotConnected.
    """
    with acting_together(seat):
        if not is_deck(seat, deck):
            raise NoSuchDeck
        if DeckChoice.of(seat.couple_id).deck == deck:
            return
        DeckChoice.objects.update_or_create(couple_id=seat.couple_id, defaults={"deck": deck})
        _draw_from_it(seat, deck, now)
        raise_revisions(seat.both)


def is_deck(seat: Membership, deck: str) -> bool:
    """Tell whether there is such a deck for these two."""
    ours = OwnDeck.objects.filter(couple=seat.couple_id).values_list("pk", flat=True)
    return deck in all_decks() or deck in map(str, ours)


def _draw_from_it(seat: Membership, deck: str, now: datetime) -> None:
    """Let the next talk ask something of the chosen deck that needs nobody's word, unless it comes from a pause."""
    talk = CheckIn.objects.of(seat).next_one(now)
    if talk is None or not talk.drawn or deck_in_turn(seat.couple_id, now) != deck:
        return
    may_come = allowed(seat.couple_id, deck, with_agreed=False)
    if may_come and talk.drawn not in may_come:
        _ask_another(talk, seat, draw(seat.couple_id, deck, now, with_agreed=False), now)


def draw_another(check_in: CheckIn, seat: Membership, seen: str, now: datetime) -> None:
    """Let the talk ask another question than the one that this person saw, for both, before its answers are open.

    Never one that needs the word of both: nobody can tap until one comes. Where another one was drawn meanwhile, that
    is the other one. Raises NoOtherNow, EnoughQuestions, NotConnected.
    """
    with acting_together(seat):
        CheckIn.objects.filter(pk=check_in.pk).update(touched=F("touched") + 1)
        check_in.refresh_from_db()
        if not check_in.takes_answers(now) or not check_in.drawn:
            raise NoOtherNow
        if check_in.drawn == seen:
            deck = deck_in_turn(seat.couple_id, now)
            _ask_another(check_in, seat, draw(seat.couple_id, deck, now, but=seen, with_agreed=False), now)
            raise_revisions(seat.both)


def _ask_another(check_in: CheckIn, seat: Membership, prompt: str, now: datetime) -> None:
    mine = Drawing.objects.filter(couple=seat.couple_id, wanted_by=seat.user)
    OTHERS.refuse_beyond(mine, "drawn_at", now, seat.user_id, EnoughQuestions)
    ask(check_in, prompt, now, wanted_by=seat.user_id)


def say_heavy_is_fine(seat: Membership, deck: str, is_fine: bool, now: datetime) -> None:
    """Say whether the heavy questions of a deck are fine with this person, for themself alone.

    What is drawn already stays. Raises NoSuchDeck, NotConnected.
    """
    with acting_together(seat):
        found = all_decks().get(deck)
        if found is None or not found.has_heavy:
            raise NoSuchDeck
        if is_fine:
            HeavyYes.objects.get_or_create(couple_id=seat.couple_id, person=seat.user, deck=deck)
        else:
            HeavyYes.objects.filter(couple=seat.couple_id, person=seat.user, deck=deck).delete()
        raise_revisions([seat.user_id])
