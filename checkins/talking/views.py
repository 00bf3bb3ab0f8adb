"""The page on which two take turns: read a tap, call one verb, lead back to where the two are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.pauses.models import Pause
from basics.answering import goes_through, refusals_lead_to
from basics.refusals import Refusal
from basics.transactions import reading
from checkins.rhythm.models import CheckIn
from checkins.talking import verbs as turns
from checkins.talking.forms import ItemForm, TapForm
from checkins.talking.places import AfterPause, AtTable, Place
from checkins.talking.showing import turn_as_seen
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only


@dataclass(frozen=True)
class Ways:
    """Where the page of a place leads."""

    talk: str
    stop: str
    back: str
    back_label: Any
    # To something else, where there can be more than one thing.
    about: str = ""


def _table(request: PartnerRequest, check_in_id: uuid.UUID) -> tuple[Place, Ways]:
    """Find one of the couple's check-ins; a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        get_object_or_404(CheckIn.objects.of(request.membership), pk=check_in_id)
    talk, stop, back, about = (
        reverse(name, args=[check_in_id]) for name in ("talk", "talk_stop", "check_in", "talk_about")
    )
    return AtTable(check_in_id), Ways(talk, stop, back, _("Back to the talk"), about)


def _pause(request: PartnerRequest, pause_id: uuid.UUID) -> tuple[Place, Ways]:
    """Find a pause of the couple's in the same way."""
    with reading(request.user.pk):
        get_object_or_404(Pause.objects.seen_by(request.membership, timezone.now()), pk=pause_id)
    talk, stop = (reverse(name, args=[pause_id]) for name in ("pause_talk", "pause_talk_stop"))
    return AfterPause(pause_id), Ways(talk, stop, reverse("pause_back"), _("Coming back"))


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
def talk(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """One step at the table of a talk; without one, that talk's page."""
    return _step(request, *_table(request, check_in_id))


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
def pause_talk(request: PartnerRequest, pause_id: uuid.UUID) -> HttpResponse:
    """One step about what they paused; before both have read it, the page of the return."""
    return _step(request, *_pause(request, pause_id))


def _step(request: PartnerRequest, place: Place, ways: Ways) -> HttpResponse:
    """Show one step, and the taps that lead on from it, or take one."""
    seat, now, form = request.membership, timezone.now(), TapForm(request.POST)
    if request.method == "POST" and goes_through(form, lambda: turns.take_step(place, seat, form.taken, now)):
        return redirect(ways.talk)
    with reading(request.user.pk):
        seen = turn_as_seen(place, seat, now)
    if seen is None:
        return redirect(ways.back)
    status = 400 if request.method == "POST" else 200
    return render(request, "checkins/talking/talk.html", {"turn": seen, "ways": ways}, status=status)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def talk_about(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Turn to another item of the table."""
    (place, ways), form = _table(request, check_in_id), ItemForm(request.POST)
    if form.is_valid():
        turns.take_up(place, request.membership, form.cleaned_data["item"], timezone.now())
    return redirect(ways.talk)


@require_POST
@partners_only
def talk_stop(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Let's stop here, at a table."""
    return _stop(request, _table(request, check_in_id)[0])


@require_POST
@partners_only
def pause_talk_stop(request: PartnerRequest, pause_id: uuid.UUID) -> HttpResponse:
    """Let's stop here, back from a pause."""
    return _stop(request, _pause(request, pause_id)[0])


def _stop(request: PartnerRequest, place: Place) -> HttpResponse:
    """Pause at once, whatever else the form says."""
    form = ItemForm(request.POST)
    key = form.cleaned_data["item"] if form.is_valid() else ""
    try:
        turns.stop_here(place, request.membership, key, timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("pause")
