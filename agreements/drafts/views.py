"""Pages of drafts: begin, write, read over, send, throw away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.drafts import verbs as drafts
from agreements.drafts.models import Draft
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm
from agreements.letters import consent
from agreements.letters.models import Version
from agreements.letters.showing import draft_letter
from basics.refusals import Refusal
from couples.seats.access import PartnerRequest, PersonRequest, membership_of, partners_only


@require_POST
@login_required
def draft_begin(request: PersonRequest) -> HttpResponse:
    """Begin a draft from a template or from nothing."""
    kind = _kind_or_404(request.POST.get("kind", ""))
    starters = {starter.name: starter.values for starter in kind.starters}
    starter = starters.get(request.POST.get("starter", ""), {})
    draft = drafts.begin_draft(request.user, kind, starter, _submission(request), timezone.now())
    return redirect("draft_step", draft.pk, 1)


def _kind_or_404(name: str) -> AgreementKind:
    try:
        return kind_named(name)
    except KeyError:
        raise Http404 from None


def _submission(request: HttpRequest) -> uuid.UUID:
    """Return the form's submission id; a missing or broken one counts as new."""
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid.uuid4()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def draft_step(request: PersonRequest, draft_id: uuid.UUID, step: int) -> HttpResponse:
    """One short step of the form; every step is kept."""
    draft = get_object_or_404(Draft, pk=draft_id, author=request.user)
    kind = kind_named(draft.kind)
    if not 1 <= step <= len(kind.steps):
        raise Http404
    form = _step_form(request, draft, kind, step)
    if request.method == "POST" and form.is_valid():
        drafts.keep_draft(draft, form.terms, form.cleaned_data.get("coping_line"), timezone.now())
        return _after_step(draft, kind, step)
    context = {"draft": draft, "kind": kind, "form": form, "step": step, "steps": len(kind.steps)}
    return render(request, "agreements/drafts/step.html", context, status=400 if form.is_bound else 200)


def _step_form(request: PersonRequest, draft: Draft, kind: AgreementKind, step: int) -> TermsForm:
    seat = membership_of(request.user)
    return kind.form_class(
        request.POST or None,
        initial={**draft.terms.values, "coping_line": draft.coping_line},
        shown=kind.steps[step - 1],
        partner_name=seat.partner.name if seat else "",
    )


def _after_step(draft: Draft, kind: AgreementKind, step: int) -> HttpResponse:
    if step < len(kind.steps):
        return redirect("draft_step", draft.pk, step + 1)
    return redirect("draft", draft.pk)


@require_safe
@login_required
def draft_review(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft as the letter it would become."""
    draft = get_object_or_404(Draft, pk=draft_id, author=request.user)
    seat = membership_of(request.user)
    letter = draft_letter(draft, request.user, seat.partner.name if seat else _("my partner"))
    steps = len(letter.kind.steps)
    complete = _whole_form(draft, letter.kind).is_valid()
    context = {"draft": draft, "letter": letter, "steps": range(1, steps + 1), "last_step": steps, "complete": complete}
    return render(request, "agreements/drafts/review.html", context)


def _whole_form(draft: Draft, kind: AgreementKind) -> TermsForm:
    return kind.form_class({**draft.terms.values, "coping_line": draft.coping_line}, initial={**draft.terms.values})


@require_POST
@partners_only
def draft_send(request: PartnerRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Send a draft to the partner. A second tap leads to the agreement the first one made."""
    draft = Draft.objects.filter(pk=draft_id, author=request.user).first()
    if draft is None:
        sent = get_object_or_404(Version, author=request.user, submission=draft_id)
        return redirect("agreement", sent.agreement_id)
    if not _whole_form(draft, kind_named(draft.kind)).is_valid():
        messages.error(request, _("Something is missing. Please go through the steps once more."))
        return redirect("draft_step", draft.pk, 1)
    try:
        agreement = consent.propose_draft(request.membership, draft, timezone.now())
    except Refusal as error:
        messages.error(request, error.message)
        return redirect("draft", draft.pk)
    messages.success(request, _("Sent. It is in force once you have both said yes to the same words."))
    return redirect("agreement", agreement.pk)


@require_POST
@login_required
def draft_delete(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    Draft.objects.filter(pk=draft_id, author=request.user).delete()
    messages.success(request, _("The draft is gone."))
    return redirect("agreements")
