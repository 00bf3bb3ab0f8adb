"""Pages of check-ins: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from basics.answering import refusals_lead_to
from basics.keeping_itself import kept, not_kept
from basics.localtime import earliest
from basics.refusals import Refusal
from basics.transactions import reading
from checkins.agenda.forms import NewTopicForm
from checkins.agenda.showing import save_label
from checkins.agenda.views import begun_form
from checkins.answers import verbs as opening
from checkins.answers.carrying import left_with_me, take_along
from checkins.answers.forms import ANSWERS, PrepareForm
from checkins.answers.showing import WholeCheckIn, check_ins_of, whole_check_in
from checkins.answers.starting import start_without_writing
from checkins.moving.movable import Talk
from checkins.moving.showing import times_of
from checkins.rhythm.models import CheckIn
from couples.begun.verbs import BegunTooMuch
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


def check_in_or_404(request: PartnerRequest, check_in_id: uuid.UUID) -> CheckIn:
    """Find one of the couple's check-ins; a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        return get_object_or_404(check_ins_of(request.membership).select_related("agreement__in_force"), pk=check_in_id)


def preparing(request: PartnerRequest, check_in: CheckIn) -> HttpResponse:
    """One check-in whose answers are not open: mine, until they are. Its address is that of `checkins/table/`."""
    if request.method != "POST":
        return _page_as_it_stands(request, check_in)
    form = _form_of(request, check_in)
    if not form.is_valid():
        return _page(request, check_in, 400, form=form)
    return _hand_in(request, check_in, form)


def _form_of(request: PartnerRequest, check_in: CheckIn) -> PrepareForm:
    with reading(request.user.pk):
        return _prepare_form(check_in, check_in.is_themed, request.POST, check_in.drawn_before())


def _prepare_form(check_in: CheckIn, asks_needs: bool, *args: Any, **kwargs: Any) -> PrepareForm:
    return PrepareForm(check_in.prompts, *args, takes_good=check_in.takes_good, asks_needs=asks_needs, **kwargs)


def _hand_in(request: PartnerRequest, check_in: CheckIn, form: PrepareForm) -> HttpResponse:
    try:
        is_open = opening.hand_in(
            check_in, request.membership, form.changed, timezone.now(), form.good, form.rest_aloud, form.needs
        )
    except opening.Unanswered as refusal:
        form = _form_of(request, check_in)
        form.is_valid()
        for prompt in refusal.prompts:
            form.add_error(prompt, _("Write a few words, or choose “not today”."))
        return _page(request, check_in, 400, form=form)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _page(request, check_in, 409, form=form)
    if is_open:
        messages.success(request, _("Your answers are open."))
    return redirect("check_in", check_in.pk)


def _page_as_it_stands(request: PartnerRequest, check_in: CheckIn) -> HttpResponse:
    """Answer with what was typed before a sign-out, where there is some."""
    answers = typed_before(request, "check_in", "keep_answers")
    if not answers:
        return _page(request, check_in)
    with reading(request.user.pk):
        form = _prepare_form(check_in, check_in.is_themed, answers, check_in.drawn_before())
    return _page(request, check_in, form=form)


def _page(request: PartnerRequest, check_in: CheckIn, status: int = 200, **sent: Any) -> HttpResponse:
    """Return the page with all its parts; a form that was sent stands in for the one of its name."""
    with reading(request.user.pk):
        parts = _parts(request.membership, check_in, timezone.now())
    return render(request, "checkins/answers/check_in.html", {**parts, **sent}, status=status)


def _parts(seat: Membership, check_in: CheckIn, now: datetime) -> dict[str, Any]:
    seen, times = whole_check_in(check_in, seat, now), times_of(Talk(check_in), seat, now)
    return {
        "check_in": seen,
        "times": times,
        "changes_at": earliest(seen.changes_at, times.changes_at),
        "form": _prepare_form(check_in, seen.theme.is_set, initial=seen.my_answers),
        "topic_form": _topic_form(seat, seen),
        "left_with_me": left_with_me(seat, now) if seen.takes_answers else None,
        "save_label": save_label(check_in, now),
    }


def _topic_form(seat: Membership, seen: WholeCheckIn) -> NewTopicForm | None:
    """Return the form of what to talk about, where there is a talk to come."""
    is_a_talk = seen.takes_answers and not seen.is_one_question
    return begun_form(seat, check_in=seen.pk) if is_a_talk else None


@require_POST
@partners_only
@keeps_words(among=ANSWERS)
def keep_answers(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Keep answers while they are written; called by the page, and by a button without JavaScript."""
    check_in = check_in_or_404(request, check_in_id)
    form = _form_of(request, check_in)
    not_kept = _why_not_kept(check_in, request.membership, form)
    text = not_kept or _("Kept. Only you can read it.")
    if request.htmx:
        return kept(request, text, None if not_kept else form)
    (messages.error if not_kept else messages.success)(request, text)
    return _page(request, check_in, 409, form=form) if not_kept else redirect("check_in", check_in.pk)


def _why_not_kept(check_in: CheckIn, seat: Membership, form: PrepareForm) -> str:
    """Keep the answers, and return an empty text; else what to tell."""
    try:
        if form.is_valid():
            opening.keep_answers(check_in, seat, form.changed, timezone.now(), form.good, form.needs)
            return ""
        return not_kept(" ".join(str(error) for errors in form.errors.values() for error in errors))
    except (opening.WordsTooLong, BegunTooMuch) as refusal:
        return str(refusal.message)
    except Refusal:
        pass
    return _("Not kept yet. Please copy your text before you leave.")


@require_POST
@partners_only
@refusals_lead_to("check_in")
def start(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Say that one would rather talk at once, without writing."""
    start_without_writing(check_in_or_404(request, check_in_id), request.membership, timezone.now())
    return redirect("check_in", check_in_id)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def take_to_next(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Take what one wrote to the next talk, where it is kept for oneself alone."""
    talk = take_along(check_in_or_404(request, check_in_id), request.membership, timezone.now())
    messages.success(request, _("It is here now. Only you can read it."))
    return redirect("check_in", talk.pk)
