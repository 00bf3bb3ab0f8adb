"""The page of the look back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from basics.transactions import reading
from checkins.kept.forms import QuarterForm
from couples.seats.access import PartnerRequest, partners_only
from pages.look_back.showing import ours_of


@require_safe
@partners_only
def look_back(request: PartnerRequest) -> HttpResponse:
    """A quarter of the two, the same for both."""
    with reading(request.user.pk):
        ours = ours_of(request.membership, QuarterForm(request.GET).wanted, timezone.now())
    return render(request, "pages/look_back/look_back.html", {"ours": ours, "two": request.membership.in_order})
