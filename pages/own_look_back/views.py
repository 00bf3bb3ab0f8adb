"""The page of the look back for oneself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from basics.transactions import reading
from checkins.kept.forms import QuarterForm
from couples.seats.access import PersonRequest
from journal.lock.guard import own_page
from pages.own_look_back.showing import mine_of


@require_safe
@own_page
def look_back_mine(request: PersonRequest) -> HttpResponse:
    """A quarter of one's own, on a page of its own: what one shows the other has nothing of it."""
    with reading(request.user.pk):
        mine = mine_of(request.user, QuarterForm(request.GET).wanted, timezone.now())
    return render(request, "pages/own_look_back/own_look_back.html", {"mine": mine})
