"""The page of all check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.kinds.base import kind_named
from agreements.letters.models import Agreement
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from agreements.pauses.running import running_pause
from basics.localtime import earliest
from checkins.answers.carrying import left_with_me
from checkins.answers.showing import as_seen, check_ins_of, current_check_ins
from checkins.decks.showing import chosen_deck
from checkins.moving.showing import asked_between, questions_of
from checkins.rhythm.models import CheckIn
from checkins.rhythm.recurrence import is_over
from checkins.rhythm.scheduling import RHYTHM
from checkins.tries.showing import tries_between
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only

OPENED_SHOWN = 20


@require_safe
@lives
@partners_only
def check_in_list(request: PartnerRequest) -> HttpResponse:
    """What is next, and what was opened before."""
    now, seat = timezone.now(), request.membership
    in_force = Agreement.objects.of(seat).now_in_force(now).filter(kind=RHYTHM).with_words()
    rhythms = [agreement_as_seen(row, seat) for row in in_force]
    latest = check_ins_of(seat).alive().known().order_by("-starts_at")[:OPENED_SHOWN]
    current = [row for row in current_check_ins(seat, now) if row.is_ahead_or_due]
    asked, pause = asked_between(seat, now), running_pause(seat, now)
    context = {
        "asked": asked,
        # Nobody can ask for a talk then, so nothing offers it.
        "paused": pause is not None,
        "questions": questions_of(seat, now),
        "current": current,
        "opened": [row for row in as_seen(latest, seat, now) if row.is_on],
        "changes_at": earliest(
            asked.changes_at, pause.ends_at if pause else None, *(row.changes_at for row in current)
        ),
        "tries": tries_between(seat, now),
        "left_with_me": left_with_me(seat, now),
        "rhythms": rhythms,
        "deck": chosen_deck(seat),
        "over": _over(rhythms, now),
        "talk_kind": kind_named(RHYTHM),
    }
    return render(request, "checkins/list.html", context)


def _over(rhythms: Sequence[AgreementAsSeen], now: datetime) -> list[AgreementAsSeen]:
    """Return those whose last talk is over. One that is ahead still, at whatever time, is no reason to ask anew."""
    by_rule = [row for row in rhythms if row.in_force and is_over(row.in_force.terms.settings, now)]
    if not by_rule:
        return []
    lasting = CheckIn.objects.ahead(now).filter(agreement__in=[row.pk for row in by_rule])
    kept = set(lasting.values_list("agreement", flat=True))
    return [row for row in by_rule if row.pk not in kept]
