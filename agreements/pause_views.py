"""The page of the hard moment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import pauses
from agreements.letters import letter_of
from agreements.models import Agreement, CopingLine, Pause
from couples.access import PartnerRequest, partners_only
from couples.models import Membership


@require_safe
@partners_only
def pause_page(request: PartnerRequest) -> HttpResponse:
    """Take a pause with one tap, or see until when it runs and how you come back."""
    now, seat = timezone.now(), request.membership
    running = pauses.running_pause(seat.couple_id, now)
    context = pause_context(seat, running)
    context["offers"] = pauses.offers(seat, context["cool_down"], now)
    return render(request, "agreements/pause.html", context)


def pause_context(seat: Membership, running: Pause | None) -> dict[str, Any]:
    """Return what a page about a pause shows, the running one's end among it."""
    cool_down = pauses.agreed_cool_down(seat)
    own_lines = CopingLine.objects.filter(user=seat.user_id, agreement__couple=seat.couple_id)
    return {
        "running": running,
        "is_mine": bool(running and running.started_by_id == seat.user_id),
        "cool_down": cool_down,
        "letter": letter_of(cool_down, cool_down.in_force, seat) if cool_down and cool_down.in_force else None,
        "coping_lines": own_lines if running else (),
        "partner": seat.partner,
        "speaks_first": speaks_first(cool_down, running, seat),
    }


def speaks_first(cool_down: Agreement | None, running: Pause | None, seat: Membership) -> str:
    """Return who speaks first after the running pause, or "" where nothing is agreed."""
    if running is None or cool_down is None or cool_down.in_force is None:
        return ""
    rule = cool_down.in_force.settings["speaks_first"]
    if rule == "either":
        return _("whoever is ready")
    is_mine = running.started_by_id == seat.user_id
    return seat.user.name if is_mine == (rule == "starter") else seat.partner.name


@require_POST
@partners_only
def pause_start(request: PartnerRequest) -> HttpResponse:
    """One tap. A second tap, or the partner's at the same moment, finds the pause that runs."""
    now = timezone.now()
    offer = pauses.offered(request.membership, request.POST.get("offer", ""), now)
    try:
        pauses.start_pause(request.membership, offer.until, now)
    except pauses.PauseRefused as error:
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
