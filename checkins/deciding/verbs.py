"""Saving a question for a talk: the first one that leaves the time to think that the two agreed on."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.letters.models import Agreement
from basics.refusals import Refusal
from basics.submissions import made_before
from checkins.agenda.models import Topic
from checkins.agenda.verbs import queue, turn
from checkins.deciding.kind import HowWeDecide, time_to_think
from couples.seats.models import Membership


class NotAgreed(Refusal):
    """Nothing says any more how the two decide on it."""

    name = "not-open-yet"
    field = "words"
    message = _("This is not agreed between you two now. What you typed is still in the field.")


def queue_question(
    seat: Membership,
    agreement: Agreement,
    words: str,
    is_announced: bool,
    submission: uuid.UUID,
    now: datetime,
    body: str = "",
) -> Topic:
    """Queue a question for the first talk that starts no earlier than the time to think is over.

    Like any topic it is its writer's alone until that opens, unless they announce it. A repeated submission returns the
    topic it made. Raises NotAgreed, EnoughWait, SentDifferently, NotConnected.
    """
    with turn(seat, now):
        if made := made_before(Topic.objects.by(seat), submission, body):
            return made
        rows = Agreement.objects.of(seat).now_in_force(now).with_words()
        agreed = rows.filter(pk=agreement.pk, kind=HowWeDecide.name).first()
        if agreed is None or agreed.in_force is None:
            raise NotAgreed
        ready_at = now + time_to_think(agreed.in_force.terms)
        said = {"words": words, "announced_at": now if is_announced else None, "body_hash": body}
        return queue(seat, now, decision=agreed, ready_at=ready_at, submission=submission, **said)
