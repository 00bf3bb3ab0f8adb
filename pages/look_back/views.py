"""Pages of the look back: which quarter, and one showing each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from basics.transactions import reading
from checkins.kept.forms import QuarterForm
from couples.seats.access import PartnerRequest, PersonRequest, partners_only
from journal.lock.guard import own_page
from pages.look_back.mine import mine_of
from pages.look_back.ours import ours_of


@require_safe
@partners_only
def look_back(request: PartnerRequest) -> HttpResponse:
    """A quarter of the two, the same for both."""
    with reading(request.user.pk):
        ours = ours_of(request.membership, QuarterForm(request.GET).wanted, timezone.now())
    return render(request, "pages/look_back/ours.html", {"ours": ours, "two": request.membership.in_order})


@require_safe
@own_page
def look_back_mine(request: PersonRequest) -> HttpResponse:
    """A quarter of one's own, on a page of its own: what one shows the other has nothing of it."""
    with reading(request.user.pk):
        mine = mine_of(request.user, QuarterForm(request.GET).wanted, timezone.now())
    return render(request, "pages/look_back/mine.html", {"mine": mine})
