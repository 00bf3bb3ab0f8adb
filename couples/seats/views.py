"""Pages of leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import refusals_lead_to
from couples.seats import leaving
from couples.seats.access import PartnerRequest, PersonRequest, partners_only
from couples.seats.forms import CoupleForm, TintForm
from couples.seats.showing import afterwards_said
from couples.seats.tints import choose_tint


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@refusals_lead_to("leave")
def leave(request: PartnerRequest) -> HttpResponse:
    """Leave: one form, alone, at once."""
    seat = request.membership
    if request.method == "POST":
        CoupleForm(request.POST).refuse_another(seat)
        leaving.leave(seat, timezone.now())
        return redirect("left", seat.couple_id)
    context = {"partner": seat.partner, "couple": seat.couple_id, "afterwards": afterwards_said()}
    return render(request, "couples/seats/leave.html", context)


@require_POST
@login_required
def closing_told(request: PersonRequest) -> HttpResponse:
    """Put the neutral line away."""
    leaving.mark_closing_told(request.user)
    return redirect("today")


@require_POST
@partners_only
@refusals_lead_to("settings")
def tint(request: PartnerRequest) -> HttpResponse:
    """Take one of the two colours."""
    form, seat = TintForm(request.POST), request.membership
    form.refuse_another(seat)
    if form.is_valid():
        choose_tint(seat, form.chosen, timezone.now())
        messages.success(request, _("Saved."))
    return redirect("settings")
