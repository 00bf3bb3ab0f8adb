"""What both see while they take turns: the same, but for the language that each reads in."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.pauses.offers import first_offer
from agreements.pauses.showing import PauseOnToday, todays_pause
from basics.directions import own_words, said
from checkins.talking.models import LENGTHS, Turns
from checkins.talking.places import Around, Place, Thing
from checkins.talking.steps import STEPS, Part
from checkins.talking.verbs import turns_of
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
class Turn:
    """Where the two are, and what comes next."""

    # Of the step, so that a tap on it is a tap on no other one.
    mark: uuid.UUID
    part: Part
    # What it is about; None once all of it was talked about.
    item: Thing | None
    speaker: User
    listener: User
    minutes: int
    # What else lies on the table.
    others: Sequence[Thing]
    pause: PauseOnToday | None
    # What stopping here does: how long the two pause then.
    stops_with: str

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


def turn_as_seen(place: Place, seat: Membership, now: datetime) -> Turn | None:
    """Return where the two are at this place; None where there is nothing for them to take turns about."""
    around = place.around(seat, now)
    return _seen(turns_of(seat, place, around), around, seat, now) if around.things else None


def _seen(turns: Turns, around: Around, seat: Membership, now: datetime) -> Turn:
    item = next((thing for thing in around.things if thing.key == turns.item), None)
    people = seat.in_order if turns.speaks == FIRST_SEAT else seat.in_order[::-1]
    pause = todays_pause(seat, now)
    return Turn(
        mark=turns.mark,
        part=STEPS[turns.step] if item else Part.OVER,
        item=item,
        speaker=people[0],
        listener=people[1],
        minutes=turns.minutes,
        others=[other for other in around.things if other != item],
        pause=pause if pause and pause.is_running else None,
        stops_with=first_offer(seat, now).label,
    )
