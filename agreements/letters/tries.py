"""Tries at other words that came too late, counted: so many are no letters but guesses at what was taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from agreements.letters.models import RefusedTry
from basics.limits import Limit
from basics.refusals import Refusal
from basics.transactions import acting

# More than anybody meets by pages left open; what is for the words as they stand is never refused for it.
TRIES = Limit(30, timedelta(hours=24))


class TriedEnough(Refusal):
    """Their other words were for words that stand no more, time and again."""

    name = "too-many-requests"
    message = _(
        "Today your changes were often for words that do not stand any more. "
        "Please read how it stands now, and write from there; nothing you typed is lost."
    )


def count_refused_try(person_id: int, now: datetime) -> None:
    """Count it in a transaction of its own, since the one that refused is undone. Raises TriedEnough."""
    with acting(person_id):
        mine = RefusedTry.objects.filter(person=person_id)
        TRIES.refuse_beyond(mine, "at", now, person_id, TriedEnough)
        RefusedTry.objects.create(person_id=person_id, at=now)


def forget_refused_tries(now: datetime) -> int:
    """Delete what the limit does not need any more. Part of housekeeping."""
    return RefusedTry.objects.filter(at__lt=now - TRIES.within).delete()[0]
