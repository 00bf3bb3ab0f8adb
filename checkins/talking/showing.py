"""What both see while they take turns: the same, but for the language that each reads in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.pauses.showing import PauseOnToday, todays_pause
from basics.directions import own_words, said
from checkins.rhythm.models import CheckIn
from checkins.talking.models import LENGTHS, Turns
from checkins.talking.steps import STEPS, Part
from checkins.talking.verbs import items_to_take, turns_of
from couples.people.models import User
from couples.seats.models import FIRST_SEAT, Membership

SENTENCES = {
    Part.READY: _("%(speaker)s begins."),
    Part.SPEAKS: _("%(speaker)s speaks. %(listener)s listens."),
    Part.SAYS_BACK: _("%(listener)s: say back what you heard."),
    Part.ASKS: _("%(speaker)s: was it that?"),
    Part.BOTH_HEARD: _("You have both been heard."),
    Part.OVER: _("That was all of it."),
}
# Said in words: nobody counts.
ABOUT = {3: _("About three minutes."), 5: _("About five minutes."), 10: _("About ten minutes.")}


@dataclass(frozen=True)
class About:
    """One thing on the table, as it is named to both; what the two said to it stays on the table."""

    key: str
    title: str


@dataclass(frozen=True)
class Turn:
    """Where the two are, and what comes next."""

    check_in: uuid.UUID
    # Of the step, so that a tap on it is a tap on no other one.
    mark: uuid.UUID
    part: Part
    # What it is about; None once all of it was talked about.
    item: About | None
    speaker: User
    listener: User
    minutes: int
    # What else lies on the table.
    others: Sequence[About]
    pause: PauseOnToday | None

    @property
    def sentence(self) -> str:
        """Return the one sentence, first of it the name of whose turn it is to say something."""
        names = {"speaker": own_words(self.speaker.name), "listener": own_words(self.listener.name)}
        return said(str(SENTENCES[self.part]), **names)

    @property
    def about_minutes(self) -> str:
        """Return how long it takes, in words; empty where nobody speaks at length."""
        return str(ABOUT[self.minutes]) if self.part is Part.SPEAKS else ""

    @property
    def person(self) -> User | None:
        """Return whose turn it is to say something; None where it is nobody's."""
        if self.part in (Part.BOTH_HEARD, Part.OVER):
            return None
        return self.listener if self.part is Part.SAYS_BACK else self.speaker

    @property
    def lengths(self) -> Sequence[int]:
        """Return about how long one can choose to speak, in minutes."""
        return LENGTHS


def turn_as_seen(check_in: CheckIn, seat: Membership, now: datetime) -> Turn | None:
    """Return where the two are at the table of one of `check_ins_of`; None where it has none for them, or no more."""
    items = [About(item.key, item.title) for item in items_to_take(check_in, seat, now)]
    return _seen(turns_of(seat, check_in), check_in, items, seat, now) if items else None


def _seen(turns: Turns, check_in: CheckIn, items: Sequence[About], seat: Membership, now: datetime) -> Turn:
    item, part = _where(turns, check_in, items)
    people = seat.in_order if turns.speaks == FIRST_SEAT else seat.in_order[::-1]
    pause = todays_pause(seat, now)
    return Turn(
        check_in=check_in.pk,
        mark=turns.mark,
        part=part,
        item=item,
        speaker=people[0],
        listener=people[1],
        minutes=turns.minutes,
        others=[other for other in items if other != item],
        pause=pause if pause and pause.is_running else None,
    )


def _where(turns: Turns, check_in: CheckIn, items: Sequence[About]) -> tuple[About | None, Part]:
    """What was taken from the table meanwhile is nobody's any more: then it goes on with the first one there is."""
    if turns.check_in_id == check_in.pk and not turns.item:
        return None, Part.OVER
    found = next((item for item in items if item.key == turns.item), None)
    return (found, STEPS[turns.step]) if found else (items[0], Part.READY)
