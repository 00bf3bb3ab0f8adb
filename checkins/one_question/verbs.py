"""One light question on the first day: both type a line, and it opens as soon as both are in.

It is a talk of one prompt that has begun when the two were connected, whoever asks first. Nobody has to say yes to it:
until both have written, it is nothing but a question that stands on the Today of each, begun or not. So it tells nobody
whether the other wrote, nor asks anew.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from basics.transactions import acting
from checkins.moving.answering import refuse_in_pause
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.seats.leaving import NotConnected, keep_connected
from couples.seats.models import Couple, Membership

# Since they are connected: also what it is answered in, so that its end does not tell when it was begun.
OFFERED_FOR = OPEN_FOR
# As long as it is read in; a talk that follows at once is another one.
MINUTES = 5
# Those of the decks that a line answers.
LIGHT = ("start_02", "start_04", "start_05", "appreciation_03", "plans_01", "plans_05")


class NoQuestionNow(Refusal):
    """It was answered, it is over, or their first days are."""

    name = "no-question-now"
    message = _("This question was for your first days. Your talks bring others.")


def ask_one_question(seat: Membership, now: datetime) -> CheckIn:
    """Begin it, or return the one that either has begun. Raises NoQuestionNow, PausedNow, NotConnected."""
    with acting(seat.user_id):
        if not keep_connected(seat):
            raise NotConnected(_("You two do not use Steady together any more, so there is nobody to ask."))
        begun = CheckIn.objects.of(seat).filter(is_one_question=True).first()
        if begun and begun.is_open(now):
            return begun
        # Before it looks whether there is one: an answer that differs would tell that the other has begun it.
        refuse_in_pause(seat, now)
        return _unopened(begun, now) if begun else _begin(seat, now)


def _unopened(begun: CheckIn, now: datetime) -> CheckIn:
    if begun.was_returned(now):
        raise NoQuestionNow
    return begun


def _begin(seat: Membership, now: datetime) -> CheckIn:
    if now >= seat.couple.connected_at + OFFERED_FOR:
        raise NoQuestionNow
    begins = seat.couple.connected_at
    when = {"slot": begins, "starts_at": begins, "minutes": MINUTES, "zone": "UTC"}
    # Topics wait for a real talk.
    made = {"is_one_question": True, "prompts": [prompt_of(seat.couple)], "topics_settled": True}
    # Nobody is told: whoever sits beside sees it, and a line to the other would say who was here, and when.
    return CheckIn.objects.create(couple_id=seat.couple_id, **when, **made)


def prompt_of(couple: Couple) -> str:
    """Return which question it is, the same for both before and after it was begun."""
    return LIGHT[couple.pk.int % len(LIGHT)]
