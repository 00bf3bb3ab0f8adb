"""What a leave closes in this room, inside the leaving transaction."""

from __future__ import annotations

from datetime import datetime

from agreements.calls.forgetting import vanish
from agreements.calls.models import Call
from agreements.letters.ending import close, close_what_is_over
from agreements.letters.models import Agreement
from agreements.pauses.models import Pause, ReturnPage
from agreements.pauses.reminders import PAUSE
from agreements.pauses.returning import let_go
from agreements.trials.models import TrialAnswer
from couples.seats.models import Couple
from reminders.scheduling import withdraw


def close_agreements(couple: Couple, now: datetime) -> None:
    """End every agreement and letter of the couple. Nobody is told."""
    close_what_is_over(couple.pk, now)
    for agreement in Agreement.objects.alive(now).filter(couple=couple):
        close(agreement, now)


def close_pause(couple: Couple, now: datetime) -> None:
    """Withdraw what the couple's pauses would send, and forget them; what each wrote for coming back stays theirs."""
    for pause in Pause.objects.filter(couple=couple):
        withdraw(PAUSE.of(pause.pk), now)
    let_go(ReturnPage.objects.filter(couple=couple))
    Pause.objects.filter(couple=couple).delete()


def forget_trial_answers(couple: Couple, now: datetime) -> None:
    """Delete what either said of something they tried: it opens for nobody any more."""
    TrialAnswer.objects.filter(couple=couple).delete()


def forget_calls(couple: Couple, now: datetime) -> None:
    """Delete what either asked of the other, answered or not, with all that was told of it."""
    vanish(Call.objects.filter(couple=couple))
