"""The page of all talks."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.kinds.base import kind_named
from agreements.letters.models import Agreement
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import RHYTHM
from couples.seats.access import PartnerRequest, partners_only

OPENED_SHOWN = 20


@require_safe
@partners_only
def check_in_list(request: PartnerRequest) -> HttpResponse:
    """What is next, and what was opened before."""
    now, seat = timezone.now(), request.membership
    mine = CheckIn.objects.of(seat).alive()
    rhythms = Agreement.objects.of(seat).now_in_force().filter(kind=RHYTHM).with_words()
    context = {
        "current": [row for row in mine.current(now) if not row.is_open(now)],
        "opened": [row for row in mine.order_by("-starts_at")[:OPENED_SHOWN] if row.is_open(now)],
        "rhythms": [(row, kind_named(RHYTHM).title(row.in_force.terms)) for row in rhythms if row.in_force],
        "submission": uuid.uuid4(),
        "now": now,
    }
    return render(request, "checkins/list.html", context)
