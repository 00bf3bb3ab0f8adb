"""Looking again at what is tried: the words, four equal answers, and a change in one's own words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.kinds.base import words_of_all_kinds
from agreements.kinds.terms import Terms
from agreements.letters.amending import Amendment
from agreements.letters.models import Agreement
from agreements.letters.reminders import AGREEMENT
from agreements.letters.views import agreement_or_404
from agreements.trials.answers import CHANGE
from agreements.trials.forms import AnswerForm, TryForm
from agreements.trials.longer import Longer, NotLonger, TooLong, Tried
from agreements.trials.showing import TrialAsSeen, trial_of
from agreements.trials.verbs import Said, answer_trial, try_first
from basics.answering import form_status, goes_through, refusals_lead_to
from basics.directions import isolated_in_text
from basics.refusals import Refusal
from basics.transactions import reading
from couples.begun.verbs import begun_by
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only


@require_POST
@partners_only
@refusals_lead_to("agreement")
def agreement_try(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Yes, but for four weeks first: one tap sends the same words with a day."""
    agreement, form = agreement_or_404(request, agreement_id), TryForm(request.POST)
    try_first(agreement, request.membership, form.number(agreement), form.submission_id, timezone.now())
    name = {"name": isolated_in_text(request.membership.partner.name)}
    messages.success(request, _("Sent to %(name)s. It counts once %(name)s says yes too.") % name)
    return redirect("agreement", agreement_id)


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
def trial_review(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Look at it again, and say what is to become of it."""
    agreement, form = agreement_or_404(request, agreement_id), AnswerForm(request.POST or None)
    if request.method == "POST" and (answered := _answer(request, agreement, form)):
        return answered
    trial = _trial(request, agreement)
    if trial is None or agreement.in_force is None:
        return redirect("agreement", agreement_id)
    with reading(request.user.pk):
        longer = Longer.of(agreement, agreement.in_force, timezone.now())
    form.offer(longer, Tried.of(agreement, agreement.in_force))
    context = {"trial": trial, "agreement": trial.agreement, "form": form, "longer": longer}
    status = 400 if request.method == "POST" else 200
    return render(request, "agreements/trials/review.html", context, status=status)


def _trial(request: PartnerRequest, agreement: Agreement) -> TrialAsSeen | None:
    with reading(request.user.pk):
        return trial_of(agreement, request.membership)


def _answer(request: PartnerRequest, agreement: Agreement, form: AnswerForm) -> HttpResponse | None:
    """Return where an answer leads; None where the day in it is to be looked at again."""
    if "answer" in form.errors:
        messages.error(request, str(form.errors["answer"][0]))
        return redirect("trial_review", agreement.pk)
    return None if "longer_until" in form.errors else _said(request, agreement, form)


def _said(request: PartnerRequest, agreement: Agreement, form: AnswerForm) -> HttpResponse | None:
    said = Said(form.cleaned_data["answer"], Terms(), form.cleaned_data["longer_until"], form.submission_id)
    try:
        is_settled = answer_trial(agreement, request.membership, form.number(agreement), said, timezone.now())
    except (NotLonger, TooLong) as refusal:
        form.add_error(refusal.field, str(refusal.message))
        return None
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("trial_review", agreement.pk)
    return redirect("agreement" if is_settled else "trial_review", agreement.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words(*words_of_all_kinds())
def trial_change(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Suggest other words for what is tried; they stay closed until both have answered."""
    agreement = agreement_or_404(request, agreement_id)
    if agreement.in_force is None or agreement.newest is None or _trial(request, agreement) is None:
        return redirect("agreement", agreement_id)
    amendment = _amendment(request, agreement)
    form = amendment.form
    if request.method == "POST" and not form.asks_once and goes_through(form, lambda: _change(request, amendment)):
        return redirect("trial_review", agreement_id)
    context = {"agreement": agreement, "amendment": amendment, "form": form}
    return render(request, "agreements/trials/change.html", context, status=form_status(request, form))


def _amendment(request: PartnerRequest, agreement: Agreement) -> Amendment:
    assert agreement.in_force, "it is tried"
    data = request.POST or typed_before(request, "trial_change")
    begun: Mapping[str, Any] = {}
    if data is None:
        begun = begun_by(request.user.pk, AGREEMENT.of(agreement.pk), timezone.now())
    return Amendment(agreement, request.membership, agreement.in_force, data, begun)


def _change(request: PartnerRequest, amendment: Amendment) -> None:
    said = Said(CHANGE, amendment.form.terms, submission=amendment.sent.submission_id)
    answer_trial(amendment.agreement, request.membership, amendment.based_on, said, timezone.now())
