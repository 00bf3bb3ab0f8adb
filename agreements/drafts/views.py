"""Pages of drafts: begin, write, read over, send, throw away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.drafts import verbs as drafts
from agreements.drafts.forms import BeginForm, KindForm, ShownDraftForm
from agreements.drafts.models import Draft
from agreements.drafts.showing import draft_as_seen, step_form
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm
from basics.answering import goes_through, refusals_lead_to
from basics.directions import isolated_in_text
from basics.keeping_itself import keep_itself
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PartnerRequest, PersonRequest, partners_only


@require_POST
@login_required
@refusals_lead_to("agreements")
def draft_begin(request: PersonRequest) -> HttpResponse:
    """Begin a draft from a template or from nothing."""
    form = BeginForm(request.POST)
    form.full_clean()
    if "kind" in form.errors:
        raise Http404
    draft = drafts.begin_draft(
        request.user, form.agreement_kind, form.starter_values, form.submission_id, timezone.now()
    )
    return redirect("draft_step", draft.pk, 1)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_typed
def draft_step(request: PersonRequest, draft_id: uuid.UUID, step: int) -> HttpResponse:
    """One short step of the form; every step is kept."""
    draft = Draft.objects.filter(pk=draft_id, author=request.user).first()
    data = request.POST or typed_before(request, "draft_step", "keep_step")
    kind = kind_named(draft.kind) if draft else _kind_written(data)
    if not 1 <= step <= len(kind.steps):
        raise Http404
    form = step_form(draft, kind, step, request.user, data)
    if request.method != "POST" or not goes_through(form, lambda: _keep(draft, form)):
        return _step_page(request, draft_id, kind, form, step)
    return _after_step(draft_id, kind, step)


@require_POST
@login_required
@keeps_typed
def keep_step(request: PersonRequest, draft_id: uuid.UUID, step: int) -> HttpResponse:
    """Keep one step while it is written, unfinished too; called by the page."""
    draft = get_object_or_404(Draft, pk=draft_id, author=request.user)
    kind = kind_named(draft.kind)
    if not 1 <= step <= len(kind.steps):
        raise Http404
    form = step_form(draft, kind, step, request.user, request.POST).unfinished()
    return keep_itself(request, form, lambda: _keep(draft, form))


def _kind_written(data: QueryDict | None) -> AgreementKind:
    """Return what a page was for whose draft is gone: what was typed on it is shown once more.

    Raises Http404 for whoever types nothing, the same for a stranger's draft and an unknown one.
    """
    form = KindForm(data)
    if not form.is_valid():
        raise Http404
    return form.agreement_kind


def _keep(draft: Draft | None, form: TermsForm) -> None:
    if draft is None:
        raise drafts.Gone
    changed = form.changed_data
    coping_line = form.cleaned_data.get("coping_line") if "coping_line" in changed else None
    drafts.keep_draft(draft, form.terms.only(changed), coping_line, timezone.now())


def _step_page(
    request: PersonRequest, draft_id: uuid.UUID, kind: AgreementKind, form: TermsForm, step: int
) -> HttpResponse:
    context = {"draft_id": draft_id, "kind": kind, "form": form, "step": step, "steps": len(kind.steps)}
    return render(request, "agreements/drafts/step.html", context, status=400 if request.method == "POST" else 200)


def _after_step(draft_id: uuid.UUID, kind: AgreementKind, step: int) -> HttpResponse:
    if step < len(kind.steps):
        return redirect("draft_step", draft_id, step + 1)
    return redirect("draft", draft_id)


@require_safe
@login_required
def draft_review(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft as the letter it would become."""
    draft = draft_as_seen(get_object_or_404(Draft, pk=draft_id, author=request.user), request.user)
    context = {"draft": draft, "letter": draft.letter, "steps": range(1, len(draft.kind.steps) + 1)}
    return render(request, "agreements/drafts/review.html", context)


@require_POST
@partners_only
@refusals_lead_to("draft")
def draft_send(request: PartnerRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Send a draft to the partner. A second tap leads to the agreement the first one made."""
    form = ShownDraftForm(request.POST)
    try:
        form.refuse_another(request.membership)
        agreement = drafts.send_draft(request.membership, draft_id, timezone.now(), form.shown)
    except Draft.DoesNotExist:
        raise Http404 from None
    except drafts.Incomplete as refusal:
        messages.error(request, refusal.message)
        return redirect("draft_step", draft_id, 1)
    said = _("Sent to %(name)s. It counts once %(name)s says yes too.")
    messages.success(request, said % {"name": isolated_in_text(request.membership.partner.name)})
    return redirect("agreement", agreement.pk)


@require_POST
@login_required
@refusals_lead_to("draft")
def draft_delete(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.throw_away(request.user, draft_id, ShownDraftForm(request.POST).shown)
    messages.success(request, _("The draft is gone."))
    return redirect("agreements")
