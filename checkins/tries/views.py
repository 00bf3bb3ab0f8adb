"""Pages of what two people try: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import goes_through, none_is_404, refusals_lead_to, tapped
from basics.directions import isolated_in_text
from basics.transactions import reading
from checkins.agenda.forms import BackForm
from checkins.rhythm.models import CheckIn
from checkins.tries import verbs as trying
from checkins.tries.forms import BecomingForm, WishForm
from checkins.tries.models import Try
from checkins.tries.showing import TryAsSeen, as_letter, kinds_offered, one_try
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


@require_POST
@partners_only
@refusals_lead_to("check_in")
def try_this(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Try a wish of either of us until our next talk."""
    with reading(request.user.pk):
        check_in = get_object_or_404(CheckIn.objects.of(request.membership), pk=check_in_id)
    form = WishForm(request.POST)
    if form.is_valid():
        trying.try_this(check_in, request.membership, form.is_mine, timezone.now())
        messages.success(request, _("You two try this until your next talk."))
    return redirect(BackForm(request.POST).address("wishes") or reverse("check_in", args=[check_in_id]))


@require_safe
@partners_only
def try_page(request: PartnerRequest, try_id: uuid.UUID) -> HttpResponse:
    """One thing that we try, and what can become of it."""
    return render(request, "checkins/tries/try.html", {"attempt": _try_or_404(request, try_id)})


def _try_or_404(request: PartnerRequest, try_id: uuid.UUID) -> TryAsSeen:
    """Find what the two try; a stranger's, one that is over and an unknown one answer the same."""
    with reading(request.user.pk), none_is_404(Try.DoesNotExist):
        return one_try(request.membership, try_id, timezone.now())


@require_POST
@partners_only
def try_keep(request: PartnerRequest, try_id: uuid.UUID) -> HttpResponse:
    """Keep it for now: until the talk after."""
    return _done(trying.keep_for_now, request, try_id, _("Kept for now."))


@require_POST
@partners_only
def try_let_go(request: PartnerRequest, try_id: uuid.UUID) -> HttpResponse:
    """Try it no more."""
    return _done(trying.let_go, request, try_id, _("Let go."))


Verb = Callable[[Membership, uuid.UUID, datetime], object]


def _done(verb: Verb, request: PartnerRequest, try_id: uuid.UUID, said: str) -> HttpResponse:
    """Call a verb on one try and lead back to the page that it stood on."""
    tapped(request, lambda: verb(request.membership, try_id, timezone.now()), said, Try.DoesNotExist)
    return _back(BackForm(request.POST))


def _back(form: BackForm) -> HttpResponse:
    return redirect(form.address() or "check_ins")


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def try_agreement(request: PartnerRequest, try_id: uuid.UUID) -> HttpResponse:
    """What we try, as the letter that it would be. Nothing is stored before it is sent or kept."""
    attempt = _try_or_404(request, try_id)
    with reading(request.user.pk):
        offered = kinds_offered(request.membership, timezone.now())
    form = BecomingForm(request.POST or request.GET, offered)
    if attempt.letter and request.method != "POST":
        return redirect("agreement", attempt.letter.pk)
    done: list[HttpResponse] = []
    if request.method == "POST" and goes_through(form, lambda: done.append(_do(request, try_id, form))):
        return done[0]
    return _agreement_page(request, attempt, form)


def _do(request: PartnerRequest, try_id: uuid.UUID, form: BecomingForm) -> HttpResponse:
    seat, now = request.membership, timezone.now()
    form.refuse_another(seat)
    if not form.sends:
        return redirect("draft", trying.begin_letter(seat, try_id, form.kind, form.submission_id, now).pk)
    letter = trying.send_letter(seat, try_id, form.kind, form.submission_id, now)
    if letter.author_id != seat.user_id:
        # The other one was first: theirs is to be answered, and nothing of mine was sent.
        return redirect("agreement", letter.pk)
    name = {"name": isolated_in_text(seat.partner.name)}
    messages.success(request, _("Sent to %(name)s. It counts once %(name)s says yes too.") % name)
    return _back(form)


def _agreement_page(request: PartnerRequest, attempt: TryAsSeen, form: BecomingForm) -> HttpResponse:
    context: dict[str, Any] = {
        "attempt": attempt,
        "form": form,
        "becoming": as_letter(attempt, form.kind, request.membership, timezone.now()),
        "submission": form.submission_id,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "checkins/tries/agreement.html", context, status=status)
