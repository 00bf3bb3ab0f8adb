"""The pause: its page, starting one, coming back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.pauses import verbs as pauses
from agreements.pauses.forms import ReturnForm, StartForm
from agreements.pauses.offers import end_promised, first_offer
from agreements.pauses.showing import pause_as_seen
from basics import formats
from basics.answering import refusals_lead_to
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@lives
@partners_only
def pause_page(request: PartnerRequest) -> HttpResponse:
    """Take a pause with one tap, or see until when it runs and how you come back."""
    seen = pause_as_seen(request.membership, timezone.now())
    return render(request, "agreements/pauses/pause.html", {"pause": seen})


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_start(request: PartnerRequest) -> HttpResponse:
    """One tap. A second tap, or the partner's at the same moment, finds the pause that runs."""
    now, form = timezone.now(), StartForm(request.POST)
    form.refuse_another(request.membership)
    until = end_promised(form.name, now) if form.name else first_offer(request.membership, now).until
    pause = pauses.start_pause(request.membership, until, now)
    if pause.ends_at != until:
        said = _("A pause runs already, until %(time)s.")
        messages.info(request, said % {"time": formats.until_said(pause.ends_at, now)})
    return redirect("pause")


@require_POST
@partners_only
@refusals_lead_to("pause")
def pause_return(request: PartnerRequest) -> HttpResponse:
    """Come back before the time."""
    if pauses.return_early(ReturnForm(request.POST).pause_id, request.membership, timezone.now()):
        messages.success(request, _("The pause is over. Take a breath, then begin gently."))
    return redirect("today")
