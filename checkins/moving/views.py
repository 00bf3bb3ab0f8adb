"""Another time, later, skipping one, and a talk now: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from basics import formats
from basics.answering import goes_through, refusals_lead_to
from basics.directions import isolated_in_text
from basics.transactions import reading
from checkins.moving import suiting, talk_now, verbs
from checkins.moving.forms import AgreeForm, LeaveOutForm, MoveForm, SeenForm, SuggestForm
from checkins.moving.movable import Movable, Talk
from checkins.moving.showing import TimesAsSeen, times_of
from checkins.rhythm.models import CheckIn
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Answer = Callable[..., None]
STAYS = gettext_lazy("All right. It stays as it is.")
TAKEN_BACK = gettext_lazy("Taken back.")


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("line")
def move(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Suggest another time."""
    return another_time(request, Talk.of(request.membership, check_in_id))


@require_POST
@partners_only
@refusals_lead_to("check_in")
def accept(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """The time that the other suggested is good."""
    return answer_time(request, Talk.of(request.membership, check_in_id), verbs.accept_time, "")


@require_POST
@partners_only
@refusals_lead_to("check_in")
def decline(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """The talk stays where it is."""
    return answer_time(request, Talk.of(request.membership, check_in_id), verbs.leave_as_it_is, STAYS)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def take_back(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Take back a time that one suggested oneself."""
    return answer_time(request, Talk.of(request.membership, check_in_id), verbs.take_time_back, TAKEN_BACK)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def later(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Fifteen minutes later."""
    talk, form = Talk.of(request.membership, check_in_id), SeenForm(request.POST)
    verbs.come_later(talk, request.membership, form.seen_at, timezone.now())
    messages.success(request, _new_time(talk))
    return redirect("check_in", check_in_id)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("line")
def leave_out(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Skip one; asked once, with room for a line."""
    return skipping(request, Talk.of(request.membership, check_in_id))


# The same for whatever can be moved.


def another_time(request: PartnerRequest, movable: Movable) -> HttpResponse:
    """Suggest another time for it."""
    times = _times(request, movable)
    if request.method != "POST":
        return _move_page(request, times, _empty_form(request, times))
    form, seat, now = SuggestForm(request.POST, zone=times.zone), request.membership, timezone.now()
    if not goes_through(form, lambda: verbs.suggest_time(movable, seat, *form.suggested, now)):
        times = _times(request, movable)
        form.carry("answering", times.answering)
        return _move_page(request, times, form, status=400)
    said = _("Suggested. Until %(name)s says yes, it stays as it is.")
    messages.success(request, said % {"name": isolated_in_text(seat.partner.name)})
    return redirect(movable.page)


def _times(request: PartnerRequest, movable: Movable) -> TimesAsSeen:
    with reading(request.user.pk):
        return times_of(movable, request.membership, timezone.now())


def _empty_form(request: PartnerRequest, times: TimesAsSeen) -> SuggestForm:
    shown = {**times.as_typed, "answering": times.answering}
    return SuggestForm(typed_before(request, times.routes.move), zone=times.zone, initial=shown)


def _move_page(request: PartnerRequest, times: TimesAsSeen, form: SuggestForm, status: int = 200) -> HttpResponse:
    return render(request, "checkins/moving/move.html", {"times": times, "form": form}, status=status)


def answer_time(request: PartnerRequest, movable: Movable, verb: Answer, said: StrOrPromise) -> HttpResponse:
    """Answer what is suggested for it, or take it back."""
    verb(movable, request.membership, MoveForm(request.POST).move_id, timezone.now())
    messages.success(request, str(said) or _new_time(movable))
    return redirect(movable.page)


def _new_time(movable: Movable) -> str:
    when = formats.when_said(movable.meeting.starts_at, timezone.now())
    return _("It has another time: %(when)s.") % {"when": when}


def skipping(request: PartnerRequest, movable: Movable) -> HttpResponse:
    """Skip it."""
    times = _times(request, movable)
    if request.method != "POST":
        form = LeaveOutForm(typed_before(request, times.routes.leave_out), initial={"seen": times.seen})
        return _leave_out_page(request, times, form)
    form, seat, now = LeaveOutForm(request.POST), request.membership, timezone.now()
    if not goes_through(form, lambda: verbs.leave_out(movable, seat, form.seen_at, form.words, now)):
        times = _times(request, movable)
        form.carry("seen", times.seen)
        return _leave_out_page(request, times, form, status=400)
    return redirect(movable.page)


def _leave_out_page(request: PartnerRequest, times: TimesAsSeen, form: LeaveOutForm, status: int = 200) -> HttpResponse:
    return render(request, "checkins/moving/leave_out.html", {"times": times, "form": form}, status=status)


@require_POST
@partners_only
def suits(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """The time to talk suits, though three were left out."""
    suiting.say_it_suits(request.membership, check_in_id, timezone.now())
    return redirect("check_ins")


@require_POST
@partners_only
@refusals_lead_to("check_ins")
def ask_now(request: PartnerRequest) -> HttpResponse:
    """Ask for a talk now."""
    asked = talk_now.ask_for_talk(request.membership, timezone.now())
    if isinstance(asked, CheckIn):
        return redirect("check_in", asked.pk)
    messages.success(request, _("Asked. Without an answer it is gone by itself in half an hour."))
    return redirect("check_ins")


@require_POST
@partners_only
@refusals_lead_to("check_ins")
def agree_now(request: PartnerRequest) -> HttpResponse:
    """Say yes to a talk, now or at a time."""
    form, now = AgreeForm(request.POST), timezone.now()
    check_in = talk_now.agree_to_talk(request.membership, form.move_id, form.starts_at(now), now)
    return redirect("check_in", check_in.pk)


@require_POST
@partners_only
@refusals_lead_to("check_ins")
def not_today(request: PartnerRequest) -> HttpResponse:
    """Not today."""
    talk_now.not_today(request.membership, MoveForm(request.POST).move_id, timezone.now())
    messages.success(request, _("All right. Not today, then."))
    return redirect("check_ins")


@require_POST
@partners_only
@refusals_lead_to("check_ins")
def take_asking_back(request: PartnerRequest) -> HttpResponse:
    """Take back that one asked for a talk now."""
    talk_now.take_asking_back(request.membership, MoveForm(request.POST).move_id, timezone.now())
    messages.success(request, _("Taken back."))
    return redirect("check_ins")
