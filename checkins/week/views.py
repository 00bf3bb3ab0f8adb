"""This week."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from basics.transactions import reading
from checkins.week.showing import week_of
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@lives
@partners_only
def week(request: PartnerRequest) -> HttpResponse:
    """Seven days as agreed, and no others."""
    with reading(request.user.pk):
        shown = week_of(request.membership, timezone.now())
    return render(request, "checkins/week/week.html", {"week": shown})
