"""The one question of the first day: begin it, or have Today offer it no more."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.drafts.verbs import offer_no_more
from basics.answering import refusals_lead_to
from checkins.one_question.showing import ONE_QUESTION
from checkins.one_question.verbs import ask_one_question
from couples.seats.access import PartnerRequest, partners_only


@require_POST
@partners_only
@refusals_lead_to("today")
def begin(request: PartnerRequest) -> HttpResponse:
    """Begin it, or come to the one that the other has begun."""
    check_in = ask_one_question(request.membership, timezone.now())
    return redirect("check_in", check_in.pk)


@require_POST
@partners_only
def no_more(request: PartnerRequest) -> HttpResponse:
    """Not now: this person is not offered it again, and the other does not learn of it."""
    offer_no_more(request.user, ONE_QUESTION)
    return redirect("today")
