"""Comparing what each needs most: choosing it for a talk, and a letter about a row. Input, one verb, an answer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.kinds.base import kinds_for_a_line
from basics.answering import refusals_lead_to
from basics.transactions import reading
from checkins.agenda.showing import next_talk
from checkins.rhythm.models import CheckIn
from checkins.theme import verbs as comparing
from checkins.theme.drafting import NoSuchRow, draft_about, row_on_table
from checkins.theme.forms import RowForm
from checkins.theme.showing import compares_needs
from couples.seats.access import PartnerRequest, partners_only


@require_safe
@partners_only
def compare_needs(request: PartnerRequest) -> HttpResponse:
    """Make it the theme of the next talk; in place among one's own pages that part alone."""
    with reading(request.user.pk):
        talk = next_talk(request.membership, timezone.now())
        is_chosen = talk is not None and compares_needs(talk)
    template = "checkins/theme/_compare.html" if request.htmx else "checkins/theme/compare.html"
    return render(request, template, {"talk": talk, "is_chosen": is_chosen})


@require_POST
@partners_only
@refusals_lead_to("check_in")
def theme_set(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Compare at this talk what we need."""
    comparing.compare_needs(_found(request, check_in_id), request.membership, timezone.now())
    messages.success(request, _("You two compare it at this talk. You both see that here."))
    return redirect("check_in", check_in_id)


@require_POST
@partners_only
@refusals_lead_to("check_in")
def theme_off(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Do not compare it at this talk."""
    comparing.compare_no_more(_found(request, check_in_id), request.membership, timezone.now())
    messages.success(request, _("Not at this talk, then."))
    return redirect("check_in", check_in_id)


def _found(request: PartnerRequest, check_in_id: uuid.UUID) -> CheckIn:
    """Find one of the couple's talks; a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        return get_object_or_404(CheckIn.objects.of(request.membership), pk=check_in_id)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@refusals_lead_to("check_in")
def need_agreement(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """A letter about one row: one tap makes the draft; looking at what else it could be makes nothing."""
    check_in, form = _found(request, check_in_id), RowForm(request.POST or request.GET)
    if not form.is_valid():
        raise Http404
    if request.method != "POST":
        return _kinds_page(request, check_in, form)
    need, seat = form.cleaned_data["need"], request.membership
    draft = draft_about(check_in, seat, need, form.is_mine, timezone.now(), form.chosen_kind)
    return redirect("draft", draft.pk)


def _kinds_page(request: PartnerRequest, check_in: CheckIn, form: RowForm) -> HttpResponse:
    """Ask what the letter should be, where no kind says this need most plainly."""
    seat, need = request.membership, form.cleaned_data["need"]
    with reading(request.user.pk):
        try:
            row = row_on_table(check_in, seat, need, form.is_mine, timezone.now())
        except NoSuchRow:
            raise Http404 from None
    context = {
        "check_in": check_in,
        "row": row,
        "whose": form.cleaned_data["whose"],
        "kinds": kinds_for_a_line(),
    }
    return render(request, "checkins/theme/kinds.html", context)
