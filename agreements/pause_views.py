"""The page of the hard moment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements import pauses
from agreements.letters import letter_of
from agreements.models import CopingLine
from couples.access import partners_only


@require_safe
@partners_only
def pause_page(request: HttpRequest) -> HttpResponse:
    """Take a pause with one tap, or see until when it runs and how you come back."""
    now, seat = timezone.now(), request.membership
    cool_down = pauses.agreed_cool_down(seat)
    running = pauses.running_pause(seat.couple_id, now)
    context = {
        "running": running,
        "is_mine": bool(running and running.started_by_id == seat.user_id),
        "cool_down": cool_down,
        "letter": letter_of(cool_down, cool_down.in_force, seat) if cool_down else None,
        "offers": pauses.offers(seat, cool_down, now),
        "coping_lines": CopingLine.objects.filter(user=seat.user_id, agreement__couple=seat.couple_id) if running else (),
        "partner": seat.partner,
        "speaks_first": speaker(cool_down, running, seat),
    }
    return render(request, "agreements/pause.html", context)


def speaker(cool_down, running, seat) -> str:  # type: ignore[no-untyped-def]
    """Return the name of who speaks first after the running pause, or "" where nothing is agreed."""
    if not (cool_down and running):
        return ""
    rule = cool_down.in_force.settings["speaks_first"]
    if rule == "either":
        return _("whoever is ready")
    mine = running.started_by_id == seat.user_id
    return seat.user.name if mine == (rule == "starter") else seat.partner.name


@require_POST
@partners_only
def pause_start(request: HttpRequest) -> HttpResponse:
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
def pause_return(request: HttpRequest) -> HttpResponse:
    """Come back before the time."""
    now = timezone.now()
    running = pauses.running_pause(request.membership.couple_id, now)
    if running and pauses.return_early(running, request.membership, now):
        messages.success(request, _("The pause is over. Take a breath, then begin gently."))
    return redirect("pause")
