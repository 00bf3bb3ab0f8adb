"""What Today shows of the one question: the same whether or not the other has begun it, or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agreements.drafts.models import NotOffered
from checkins.answers.showing import CheckInAsSeen
from checkins.one_question.verbs import OFFERED_FOR, prompt_of
from checkins.questions.prompts import said
from couples.seats.models import Membership

# Its name among what Today does not offer a person any more.
ONE_QUESTION = "one_question"


@dataclass(frozen=True)
class OneQuestion:
    """A light question for the first day, until it is open."""

    question: str
    mine_is_in: bool
    until: datetime


def one_question(seat: Membership, current: Iterable[CheckInAsSeen], now: datetime) -> OneQuestion | None:
    """Return it while it is offered to this person; `current` holds it once one of the two has begun it.

    No query but in the first days.
    """
    begun = next((row for row in current if row.is_one_question), None)
    until = seat.couple.connected_at + OFFERED_FOR
    mine_is_in = begun is not None and begun.handed_in
    if now >= until or (begun and begun.is_open) or (not mine_is_in and _is_skipped(seat)):
        return None
    prompt = prompt_of(seat.couple)
    return OneQuestion(said([prompt])[prompt], mine_is_in, until)


def _is_skipped(seat: Membership) -> bool:
    return NotOffered.objects.filter(person=seat.user_id, kind=ONE_QUESTION).exists()
