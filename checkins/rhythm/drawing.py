"""Drawing the question of a talk: by verbs alone, under the couple's row, from what the two both know.

Nothing of what one wrote, sealed or switched is asked here before a talk has opened with it; two switches count, or two
yeses to a question of the two's own, only where both are there. So the question that came tells nothing of the other,
but for a heavy one: that both wanted it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from agreements.letters.reminders import members
from agreements.pauses.models import Pause
from checkins.questions.content import AFTER_A_PAUSE, FIRST_DECK, Deck, all_decks, deck_of
from checkins.questions.models import DeckChoice, Drawing, HeavyYes, OwnQuestion
from checkins.questions.prompts import with_another
from checkins.questions.turns import Drawn, next_of
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.live.verbs import raise_revisions
from couples.seats.leaving import hold_couple

# What both wrote words to, as far as nobody said "not today".
ANSWERED = Q(check_in__answers__prompt=F("prompt"), check_in__answers__not_today=False)


def draw_for(check_in: CheckIn, now: datetime) -> None:
    """Give a new talk its question. The caller holds the couple's row."""
    deck = deck_in_turn(check_in.couple_id, now)
    ask(check_in, draw(check_in.couple_id, deck, now), now)


def ask(check_in: CheckIn, prompt: str, now: datetime, wanted_by: int | None = None) -> None:
    """Let a talk ask this one instead of what was drawn before. What was written to that stays its writer's."""
    check_in.prompts = with_another(check_in.prompts, prompt)
    CheckIn.objects.filter(pk=check_in.pk).update(prompts=check_in.prompts)
    drawn = {"couple_id": check_in.couple_id, "drawn_at": now, "wanted_by_id": wanted_by}
    Drawing.objects.create(check_in=check_in, prompt=prompt, **drawn)


def deck_in_turn(couple_id: uuid.UUID, now: datetime) -> str:
    """Return which deck the next question comes from: the chosen one, and first another after a pause."""
    choice = _choice_after_pauses(couple_id, now)
    if (
        choice.paused_until
        and not CheckIn.objects.filter(couple=couple_id).talks().opened_since(choice.paused_until, now).exists()
    ):
        return AFTER_A_PAUSE
    return choice.deck


def draw(couple_id: uuid.UUID, deck: str, now: datetime, but: str = "", with_agreed: bool = True) -> str:
    """Return whose turn it is in this deck, or in the first one where nothing of it may be asked.

    `but` is the question that another one is wanted for.
    """
    may_be_asked = allowed(couple_id, deck, with_agreed)
    left = [prompt for prompt in may_be_asked if prompt != but]
    left = left or [prompt for prompt in allowed(couple_id, FIRST_DECK, with_agreed) if prompt != but]
    return next_of(left, _drawings(couple_id, left, now))


def allowed(couple_id: uuid.UUID, deck: str, with_agreed: bool) -> Sequence[str]:
    """Return the prompts of a deck that may be drawn for these two, in their order.

    `with_agreed` are those that need the word of both. They come with a new talk and by no tap: else whoever taps would
    find out at once what the other said.
    """
    if found := all_decks().get(deck):
        return _of_deck(couple_id, found, with_agreed)
    if not with_agreed:
        return []
    own = OwnQuestion.objects.filter(couple=couple_id, deck__pk=deck).fine_with_both()
    return [question.prompt for question in own.only("pk")]


def _of_deck(couple_id: uuid.UUID, deck: Deck, with_agreed: bool) -> Sequence[str]:
    takes_heavy = with_agreed and deck.has_heavy and _both_want_heavy(couple_id, deck.name)
    return [prompt.name for prompt in deck.prompts if takes_heavy or not deck.is_heavy(prompt)]


def _both_want_heavy(couple_id: uuid.UUID, deck: str) -> bool:
    return HeavyYes.objects.filter(couple=couple_id, deck=deck).count() == 2


def _drawings(couple_id: uuid.UUID, prompts: Sequence[str], now: datetime) -> Iterator[Drawn]:
    rows = Drawing.objects.filter(couple=couple_id, prompt__in=prompts).select_related("check_in")
    for row in rows.annotate(answers=Count("check_in__answers", filter=ANSWERED)):
        yield _what_became_of(row, row.check_in, now)
    # The light question of their first day, once both know of it: one that only one has begun moves no deck.
    for light in CheckIn.objects.filter(couple=couple_id, is_one_question=True).known():
        yield Drawn(light.prompts[0], light.starts_at, is_asked=False, is_void=False, was_used=True)


def _what_became_of(row: Drawing, check_in: CheckIn, now: datetime) -> Drawn:
    is_over = check_in.cancelled_at is not None or check_in.was_started
    is_lately = not is_over and now < check_in.starts_at + OPEN_FOR
    stands, is_open = row.prompt in check_in.prompts, check_in.is_open(now)
    return Drawn(
        row.prompt,
        row.drawn_at,
        is_asked=stands and is_lately,
        is_void=stands and not is_lately and not check_in.is_on(now),
        # What gave way to another question opened for nobody, whatever one of them has written to it.
        was_used=stands and is_open and row.answers > 0,  # type: ignore[attr-defined]  # counted above
    )


# After a pause


def _choice_after_pauses(couple_id: uuid.UUID, now: datetime) -> DeckChoice:
    """Return the couple's choice, with the last pause written down that is over by now."""
    choice = DeckChoice.of(couple_id)
    paused = [pause.over_at for pause in Pause.objects.filter(couple=couple_id).over(now)]
    last = max([*paused, *filter(None, [choice.paused_until])], default=None)
    if last != choice.paused_until:
        choice.paused_until = last
        choice.save()
    return choice


def ask_after_pauses(now: datetime) -> int:
    """Let the next talk of whoever comes back from a pause ask what is good to ask then. Part of housekeeping.

    Whatever either wrote or chose: so it tells nothing of them.
    """
    known = DeckChoice.objects.filter(couple=OuterRef("couple"), paused_until__gte=OuterRef("was_over_at"))
    fresh = Pause.objects.over(now).filter(~Exists(known), couple__closed_at__isnull=True)
    couples = set(fresh.values_list("couple", flat=True))
    return sum(_ask_after_pause(couple_id, now) for couple_id in sorted(couples))


def _ask_after_pause(couple_id: uuid.UUID, now: datetime) -> bool:
    with transaction.atomic():
        if not hold_couple(couple_id):
            return False
        deck = deck_in_turn(couple_id, now)
        next_talk = CheckIn.objects.filter(couple=couple_id).next_one(now)
        if next_talk is None or not next_talk.drawn or _is_of(next_talk.drawn, deck):
            return False
        ask(next_talk, draw(couple_id, deck, now), now)
        raise_revisions(members(couple_id))
    return True


def _is_of(prompt: str, deck: str) -> bool:
    found = deck_of(prompt)
    return found is not None and found.name == deck
