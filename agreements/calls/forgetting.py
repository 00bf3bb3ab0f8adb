"""What becomes of calls: gone for both a week after they are over, and at once with their rule or the couple.

With the row goes what was told of it: reminders, and lines in the app. Nobody is told that it went.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from agreements.calls.models import Call, CallQuerySet
from agreements.calls.reminders import CALL
from agreements.calls.verbs import ANSWERING, ASKING
from agreements.letters.models import Agreement, Version
from couples.begun.verbs import forget_begun
from couples.seats.models import Membership
from reminders.scheduling import untell

FORGOTTEN_AT_ONCE = 500


def forget_calls(now: datetime) -> int:
    """Delete what was over a week ago; return how many. Part of housekeeping."""
    old = Call.objects.gone(now).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]
    with transaction.atomic():
        return vanish(Call.objects.filter(pk__in=list(old)))


def follow_rule(agreement: Agreement, letter: Version | None, now: datetime) -> None:
    """Let what nobody has answered, or sent, go with a rule that has ended; nothing is told. Inside the ending."""
    if agreement.ended_at is None or agreement.in_force_id is None:
        return
    vanish(Call.objects.filter(agreement=agreement, answered_at__isnull=True))
    for person in Membership.objects.filter(couple=agreement.couple_id).values_list("user", flat=True):
        forget_begun(person, ASKING.of(agreement.pk))


def vanish(calls: CallQuerySet) -> int:
    """Delete these, with all that was told of them; return how many."""
    # Their rows first: who answers or holds one of them at this moment either was before, or finds it closed.
    calls.unanswered().update(closed_at=F("lapses_at"))
    found = list(calls.all())
    for call in found:
        untell(CALL.of(call.pk), [call.caller_id, call.answerer_id])
        forget_begun(call.answerer_id, ANSWERING.of(call.pk))
    Call.objects.filter(pk__in=[call.pk for call in found]).delete()
    return len(found)
