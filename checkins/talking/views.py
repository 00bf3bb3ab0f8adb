"""The page on which two take turns: read a tap, call one verb, lead back to where the two are."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import goes_through, refusals_lead_to
from basics.refusals import Refusal
from basics.transactions import reading
from checkins.answers.showing import check_ins_of
from checkins.rhythm.models import CheckIn
from checkins.talking import verbs as turns
from checkins.talking.forms import ItemForm, TapForm
from checkins.talking.showing import turn_as_seen
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


def _check_in_or_404(request: PartnerRequest, check_in_id: uuid.UUID) -> CheckIn:
    """Find one of the couple's check-ins; a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        return get_object_or_404(check_ins_of(request.membership), pk=check_in_id)


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
def talk(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """One step, and the taps that lead on from it; without a table of an open talk, that talk's page."""
    check_in, seat, now = _check_in_or_404(request, check_in_id), request.membership, timezone.now()
    form = TapForm(request.POST)
    if request.method == "POST" and goes_through(form, lambda: turns.take_step(check_in, seat, form.taken, now)):
        return redirect("talk", check_in_id)
    with reading(request.user.pk):
        seen = turn_as_seen(check_in, seat, now)
    if seen is None:
        return redirect("check_in", check_in_id)
    status = 400 if request.method == "POST" else 200
    return render(request, "checkins/talking/talk.html", {"turn": seen}, status=status)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def talk_about(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Turn to another item of the table."""
    check_in, form = _check_in_or_404(request, check_in_id), ItemForm(request.POST)
    if form.is_valid():
        turns.take_up(check_in, request.membership, form.cleaned_data["item"], timezone.now())
    return redirect("talk", check_in_id)


@require_POST
@partners_only
def talk_stop(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Let's stop here: a pause at once, whatever else the form says."""
    check_in, form = _check_in_or_404(request, check_in_id), ItemForm(request.POST)
    key = form.cleaned_data["item"] if form.is_valid() else ""
    try:
        turns.stop_here(check_in, request.membership, key, timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("pause")
