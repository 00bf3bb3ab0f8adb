"""The page of the hard moment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.pauses import verbs as pauses
from agreements.pauses.offers import offered, offers
from agreements.pauses.showing import pause_context
from basics.refusals import Refusal
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@partners_only
def pause_page(request: PartnerRequest) -> HttpResponse:
    """Take a pause with one tap, or see until when it runs and how you come back."""
    now, seat = timezone.now(), request.membership
    running = pauses.running_pause(seat.couple_id, now)
    context = pause_context(seat, running)
    context["offers"] = offers(seat, context["cool_down"], now)
    return render(request, "agreements/pauses/pause.html", context)


@require_POST
@partners_only
def pause_start(request: PartnerRequest) -> HttpResponse:
    """One tap. A second tap, or the partner's at the same moment, finds the pause that runs."""
    now = timezone.now()
    offer = offered(request.membership, request.POST.get("offer", ""), now)
    try:
        pauses.start_pause(request.membership, offer.until, now)
    except Refusal as error:
        messages.error(request, error.message)
    return redirect("pause")


@require_POST
@partners_only
def pause_return(request: PartnerRequest) -> HttpResponse:
    """Come back before the time."""
    now = timezone.now()
    running = pauses.running_pause(request.membership.couple_id, now)
    if running and pauses.return_early(running, request.membership, now):
        messages.success(request, _("The pause is over. Take a breath, then begin gently."))
    return redirect("today")
