"""Pages of agreements: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.kinds.base import kind_named, words_of_all_kinds
from agreements.kinds.form import TermsForm
from agreements.letters import consent
from agreements.letters.amending import Amendment
from agreements.letters.forms import VersionForm, asked_by_a_link, private_line_form, words_begun, words_typed
from agreements.letters.models import Agreement
from agreements.letters.news import mark_news_seen, put_news_away
from agreements.letters.private_lines import set_private_line
from agreements.letters.reminders import AGREEMENT
from agreements.letters.showing import WholeAgreement, letters_for, whole_agreement, whole_agreements
from basics.answering import goes_through
from basics.directions import isolated_in_text
from basics.keeping_itself import keep_itself, kept, not_kept
from basics.refusals import Refusal
from basics.transactions import reading
from couples.begun.verbs import BegunTooMuch, begun_by
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership
from reminders.notices.seeing import is_opened

Answer = Callable[[Agreement, Membership, int, datetime], object]


def agreement_or_404(request: PartnerRequest, agreement_id: uuid.UUID) -> Agreement:
    """Find one of the couple's agreements; a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        found = get_object_or_404(Agreement.objects.of(request.membership).with_words(), pk=agreement_id)
        return found.as_of(timezone.now())


def _whole_or_404(request: PartnerRequest, agreement_id: uuid.UUID) -> WholeAgreement:
    """Find the same with all that its own page shows."""
    with reading(request.user.pk):
        found = get_object_or_404(whole_agreements(request.membership), pk=agreement_id)
        return whole_agreement(found, request.membership, timezone.now())


@require_safe
@lives
@partners_only
def agreement_page(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """One agreement: what is in force, the letter that waits for an answer, what one can do."""
    return _page(request, agreement_id)


@require_POST
@partners_only
def agreement_seen(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Put away what Today told about it."""
    put_news_away(agreement_id, request.membership, timezone.now())
    return redirect("today")


@require_safe
@partners_only
def letters_to_answer(request: PartnerRequest) -> HttpResponse:
    """All letters that wait for my answer, one under the other, each answered by itself."""
    letters = letters_for(request.membership, timezone.now())
    if not letters:
        return redirect("today")
    return render(request, "agreements/letters/to_answer.html", {"letters": letters})


def _page(
    request: PartnerRequest,
    agreement_id: uuid.UUID,
    status: int = 200,
    line_form: TermsForm | None = None,
    typed: Sequence[str] = (),
) -> HttpResponse:
    agreement = _whole_or_404(request, agreement_id)
    if agreement.is_news and is_opened(request):
        mark_news_seen(agreement_id, request.membership)
    if agreement.ended_at and not typed:
        # Whoever ended it cannot have thrown away what the other was writing for it.
        typed = words_begun(agreement.kind, _begun(request, agreement_id))
    if line_form is None:
        line = typed_before(request, "coping_line")
        line_form = private_line_form(agreement.kind, line, {"coping_line": agreement.coping_line})
    context = {"agreement": agreement, "line_form": line_form, "typed": typed}
    return render(request, "agreements/letters/agreement.html", context, status=status)


def _begun(request: PartnerRequest, agreement_id: uuid.UUID) -> Mapping[str, Any]:
    return begun_by(request.user.pk, AGREEMENT.of(agreement_id), timezone.now())


def _answer(
    request: PartnerRequest, agreement_id: uuid.UUID, verb: Answer, said: str, said_in_force: str = ""
) -> HttpResponse:
    """Call one verb on the version that was read, and say what happened or that it has changed."""
    agreement, form = agreement_or_404(request, agreement_id), VersionForm(request.POST)
    try:
        happened = verb(agreement, request.membership, form.number(agreement), timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _page(request, agreement_id, status=409)
    if happened is not False and said:
        messages.success(request, said_in_force if said_in_force and agreement.is_in_force else said)
    return _after_the_answer(request, agreement, form, is_agreed=happened is True)


def _after_the_answer(
    request: PartnerRequest, agreement: Agreement, form: VersionForm, is_agreed: bool
) -> HttpResponse:
    """On to the next letter, where the page with all of them was read; else to Agreed, or to what was answered."""
    with reading(request.user.pk):
        more = form.leads_back and letters_for(request.membership, timezone.now())
    if more:
        return redirect("letters_to_answer")
    agreed = reverse("today", query={"agreed": agreement.pk}) if is_agreed else ""
    return redirect(agreed or reverse("agreement", args=[agreement.pk]))


@require_POST
@partners_only
def agreement_accept(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """These words. Today, which follows, says that it is agreed and what comes next."""
    return _answer(request, agreement_id, consent.accept, "")


@require_POST
@partners_only
def agreement_decline(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Not this one."""
    said_in_force = _("All right. What you two have agreed stays as it is.")
    return _answer(request, agreement_id, consent.decline, _("All right. Not now, then."), said_in_force)


@require_POST
@partners_only
def agreement_take_back(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Take back one's own letter."""
    return _answer(request, agreement_id, consent.take_back, _("Taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def agreement_end(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """End an agreement alone, without a reason; asked once."""
    if request.method != "POST":
        return render(request, "agreements/letters/end.html", {"agreement": _whole_or_404(request, agreement_id)})
    consent.end(agreement_or_404(request, agreement_id), request.membership, timezone.now())
    messages.success(request, _("This agreement has ended."))
    return redirect("agreement", agreement_id)


@require_POST
@partners_only
@keeps_words("coping_line")
def coping_line(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Keep what this person tells themself meanwhile."""
    agreement = agreement_or_404(request, agreement_id)
    form = private_line_form(kind_named(agreement.kind), request.POST)
    if not form.fields:
        raise Http404
    seat = request.membership
    if request.htmx:
        return keep_itself(request, form, lambda: _keep_line(agreement, seat, form))
    if not goes_through(form, lambda: _keep_line(agreement, seat, form)):
        return _page(request, agreement_id, 400, form)
    messages.success(request, _("Kept. Only you see this.") if form.cleaned_data["coping_line"] else _("Removed."))
    return redirect("agreement", agreement.pk)


def _keep_line(agreement: Agreement, seat: Membership, form: TermsForm) -> None:
    if "coping_line" in form.cleaned_data:
        set_private_line(agreement, seat, form.cleaned_data["coping_line"])


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words(*words_of_all_kinds())
def other_words(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Suggest other words: write, see old and new side by side, send."""
    agreement = agreement_or_404(request, agreement_id)
    data = request.POST or typed_before(request, "other_words", "keep_other_words")
    if agreement.ended_at or agreement.newest is None:
        messages.error(request, _("This has ended. Begin a new one from your agreements."))
        return _over(request, agreement, data)
    begun = _begun(request, agreement_id) if data is None else {}
    wanted = asked_by_a_link(kind_named(agreement.kind), request.GET)
    amendment = Amendment(agreement, request.membership, agreement.newest, data, begun, wanted)
    if request.method != "POST" or not amendment.form.is_valid():
        return _amendment_page(request, amendment, status=400 if request.method == "POST" else 200)
    if amendment.sent.sends:
        return _send(request, amendment)
    return _amendment_page(request, amendment) if amendment.form.asks_once else _preview(request, amendment)


@require_POST
@partners_only
@keeps_words(*words_of_all_kinds())
def keep_other_words(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Keep other words while they are written; called by the page."""
    agreement = agreement_or_404(request, agreement_id)
    if agreement.ended_at or agreement.newest is None:
        return kept(request, not_kept(consent.Changed.message))
    amendment = Amendment(agreement, request.membership, agreement.newest, request.POST)
    return keep_itself(request, amendment.form.unfinished(), lambda: amendment.keep(timezone.now()))


def _preview(request: PartnerRequest, amendment: Amendment) -> HttpResponse:
    try:
        amendment.look_over(timezone.now())
        with suppress(BegunTooMuch):
            amendment.keep(timezone.now())
    except consent.Unchanged as refusal:
        amendment.form.add_error(None, refusal.message)
        return _amendment_page(request, amendment, status=400)
    except Refusal as refusal:
        return _write_again(request, amendment, refusal)
    return _amendment_page(request, amendment, compared=True)


def _send(request: PartnerRequest, amendment: Amendment) -> HttpResponse:
    try:
        amendment.send(timezone.now())
    except Refusal as refusal:
        return _write_again(request, amendment, refusal)
    if amendment.agreement.is_in_force:
        said = _("Sent to %(name)s. What you agreed before holds until %(name)s says yes too.")
    else:
        said = _("Sent to %(name)s. It counts once %(name)s says yes too.")
    messages.success(request, said % {"name": isolated_in_text(request.membership.partner.name)})
    return redirect("agreement", amendment.agreement.pk)


def _write_again(request: PartnerRequest, amendment: Amendment, refusal: Refusal) -> HttpResponse:
    """Say why, and show what was typed beside the words as they stand now."""
    messages.error(request, refusal.message)
    fresh = agreement_or_404(request, amendment.agreement.pk)
    if fresh.ended_at or fresh.newest is None:
        return _over(request, fresh, request.POST)
    return _amendment_page(request, amendment.onto(fresh, fresh.newest), compared=True, status=409)


def _over(request: PartnerRequest, agreement: Agreement, data: QueryDict | None) -> HttpResponse:
    """Show what became of the agreement, and what was typed for it, so that it can be copied."""
    if data is None and request.method != "POST":
        return redirect("agreement", agreement.pk)
    status = 409 if request.method == "POST" else 200
    return _page(request, agreement.pk, status, typed=words_typed(kind_named(agreement.kind), data or {}))


def _amendment_page(
    request: PartnerRequest, amendment: Amendment, compared: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "agreement": amendment.agreement,
        "amendment": amendment,
        "form": amendment.form,
        "comparison": amendment.comparison if compared else None,
    }
    return render(request, "agreements/letters/other_words.html", context, status=status)
