"""Pages of agreements: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.drafts.views import _submission
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm
from agreements.letters import consent
from agreements.letters.models import Agreement, CopingLine, Version
from agreements.letters.showing import Letter, compare, letter_of, letter_of_terms
from basics.refusals import Refusal
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


def _agreement_or_404(request: PartnerRequest, agreement_id: uuid.UUID) -> Agreement:
    """Find one of the couple's agreements; a stranger's and an unknown one answer the same."""
    seat = request.membership
    return get_object_or_404(Agreement.objects.of(seat).with_words(), pk=agreement_id)


@require_safe
@partners_only
def agreement_page(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """One agreement: what is in force, the letter that waits for an answer, what one can do."""
    agreement = _agreement_or_404(request, agreement_id)
    return render(request, "agreements/letters/agreement.html", _shown(agreement, request.membership))


def _shown(agreement: Agreement, seat: Membership) -> dict[str, Any]:
    in_force = letter_of(agreement, agreement.in_force, seat) if agreement.in_force else None
    proposal = letter_of(agreement, agreement.proposal, seat) if agreement.proposal else None
    before = in_force or _letter_before(agreement, seat)
    mine = CopingLine.objects.filter(agreement=agreement, user=seat.user_id).first()
    kind = kind_named(agreement.kind)
    return {
        "own_set_aside": _own_set_aside(agreement, seat),
        "agreement": agreement,
        "kind": kind,
        "in_force": in_force,
        "proposal": proposal,
        "comparison": compare(before, proposal) if before and proposal else None,
        "is_mine": bool(agreement.proposal and agreement.proposal.author_id == seat.user_id),
        "consents": agreement.in_force.consents.select_related("user").order_by("given_at")
        if agreement.in_force
        else (),
        "coping_line": mine.words if mine else "",
        "takes_coping_line": _takes_coping_line(agreement, kind, seat),
        "partner": seat.partner,
    }


def _letter_before(agreement: Agreement, seat: Membership) -> Letter | None:
    """Return the letter that the one to answer was the answer to; a first letter has none before it."""
    if agreement.proposal is None or agreement.proposal.number == 1:
        return None
    before = agreement.versions.filter(number=agreement.proposal.number - 1).first()
    return letter_of(agreement, before, seat) if before else None


def _own_set_aside(agreement: Agreement, seat: Membership) -> Letter | None:
    """Return the last words this person wrote in a letter that was set aside: they stay readable for their writer."""
    if not agreement.was_set_aside:
        return None
    own = agreement.versions.filter(author=seat.user_id).order_by("-number").first()
    return letter_of(agreement, own, seat) if own else None


def _takes_coping_line(agreement: Agreement, kind: AgreementKind, seat: Membership) -> bool:
    """Tell whether a line for meanwhile makes sense yet: not on a first letter that one only reads."""
    only_reads = agreement.in_force_id is None and agreement.author_id != seat.user_id
    return "coping_line" in kind.private_fields and not only_reads


def _answer(request: PartnerRequest, agreement_id: uuid.UUID, verb: Any, said: str) -> HttpResponse:
    """Call one verb on the version that was read, and say what happened or that it has changed."""
    agreement = _agreement_or_404(request, agreement_id)
    try:
        happened = verb(agreement, request.membership, _number(request), timezone.now())
    except Refusal as error:
        messages.error(request, error.message)
        return _refused(request, agreement)
    if happened is not False:
        messages.success(request, said)
    return redirect("agreement", agreement.pk)


def _refused(request: PartnerRequest, agreement: Agreement) -> HttpResponse:
    fresh = _agreement_or_404(request, agreement.pk)
    return render(request, "agreements/letters/agreement.html", _shown(fresh, request.membership), status=409)


def _number(request: HttpRequest) -> int:
    number = request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0


@require_POST
@partners_only
def agreement_accept(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """These words."""
    return _answer(request, agreement_id, consent.accept, _("Agreed. From now on this is in force."))


@require_POST
@partners_only
def agreement_decline(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Not this one."""
    return _answer(request, agreement_id, consent.decline, _("All right. This one is set aside."))


@require_POST
@partners_only
def agreement_take_back(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Take back one's own letter."""
    return _answer(request, agreement_id, consent.take_back, _("Taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def agreement_end(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """End an agreement alone, without a reason; asked once."""
    agreement = _agreement_or_404(request, agreement_id)
    if request.method == "POST":
        consent.end(agreement, request.membership, timezone.now())
        messages.success(request, _("This agreement has ended."))
        return redirect("agreement", agreement.pk)
    return render(request, "agreements/letters/end.html", _shown(agreement, request.membership))


@require_POST
@partners_only
def coping_line(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Keep what this person tells themself meanwhile."""
    agreement = _agreement_or_404(request, agreement_id)
    form = kind_named(agreement.kind).form_class(request.POST, shown=["coping_line"])
    if "coping_line" not in form.fields:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["coping_line"])))
        return redirect("agreement", agreement.pk)
    consent.set_coping_line(agreement, request.membership, form.cleaned_data["coping_line"])
    messages.success(request, _("Kept. Only you see this."))
    return redirect("agreement", agreement.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def other_words(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Suggest other words: write, see old and new side by side, send."""
    agreement = _agreement_or_404(request, agreement_id)
    read = agreement.newest
    if agreement.ended_at or read is None:
        messages.error(request, _("This has ended. Begin a new one from your agreements."))
        return redirect("agreement", agreement.pk)
    form = _amendment_form(request, agreement, read)
    if form.is_bound and form.is_valid():
        if request.POST.get("action") == "send":
            return _send_amendment(request, agreement, form)
        proposed = _proposed(request, agreement, read, form)
        if any(row.changed for row in proposed["comparison"]):
            return _amendment_page(request, agreement, read, form, proposed)
        form.add_error(None, consent.Unchanged.message)
    return _amendment_page(request, agreement, read, form, status=400 if form.is_bound else 200)


def _amendment_form(request: PartnerRequest, agreement: Agreement, read: Version) -> TermsForm:
    kind = kind_named(agreement.kind)
    hidden = set(kind.private_fields)
    if agreement.author_id != request.user.pk:
        hidden |= set(kind.author_fields)
    seat = request.membership
    other = seat.partner if agreement.author_id == seat.user_id else seat.user
    return kind.form_class(
        request.POST or None,
        initial=read.terms.values,
        shown=[name for name in kind.form_class.base_fields if name not in hidden],
        partner_name=other.name,
    )


def _proposed(request: PartnerRequest, agreement: Agreement, read: Version, form: TermsForm) -> dict[str, Any]:
    seat = request.membership
    new = letter_of_terms(agreement, read.terms.replaced(form.terms), seat)
    return {"comparison": compare(letter_of(agreement, read, seat), new)}


def _amendment_page(
    request: PartnerRequest,
    agreement: Agreement,
    read: Version,
    form: TermsForm,
    extra: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _shown(agreement, request.membership)
    context |= {"form": form, "comparison": None, "submission": request.POST.get("submission") or uuid.uuid4()}
    context |= {"read": read, "based_on": read.number, "theirs": _foreign_passages(context, read), **(extra or {})}
    return render(request, "agreements/letters/other_words.html", context, status=status)


def _foreign_passages(context: dict[str, Any], read: Version) -> list[Any]:
    """Return the passages that only the one who began this words, to be read beside the form."""
    letter, kind, shown = context["proposal"] or context["in_force"], context["kind"], context["form"].fields
    return [passage for passage in letter.passages if passage.name in kind.author_fields and passage.name not in shown]


def _send_amendment(request: PartnerRequest, agreement: Agreement, form: TermsForm) -> HttpResponse:
    seat = request.membership
    based_on = request.POST.get("based_on", "")
    number = int(based_on) if based_on.isascii() and based_on.isdigit() and len(based_on) < 6 else 0
    try:
        consent.amend(agreement, seat, form.terms, number, _submission(request), timezone.now())
    except Refusal as error:
        messages.error(request, error.message)
        fresh = _agreement_or_404(request, agreement.pk)
        if fresh.newest is None or fresh.ended_at:
            return _refused(request, fresh)
        return _amendment_page(request, fresh, fresh.newest, form, _proposed(request, fresh, fresh.newest, form), 409)
    messages.success(
        request, _("Sent. Sending also said yes to these words; what is in force stays until you both have.")
    )
    return redirect("agreement", agreement.pk)
