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
from agreements.drafts.again import begin_again
from agreements.drafts.forms import BeginForm, KindForm, SeveralForm, ShownDraftForm
from agreements.drafts.models import Draft
from agreements.drafts.showing import (
    draft_as_seen,
    first_form,
    letter_before,
    line_form,
    one_in_force,
    read_over,
    ready_drafts,
)
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.form import TermsForm
from agreements.letters.views import agreement_or_404
from basics.answering import form_status, goes_through, refusals_lead_to
from basics.directions import isolated_in_text
from basics.keeping_itself import keep_itself
from basics.submissions import SubmissionForm
from basics.transactions import reading
from couples.pairing.verbs import invite
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PartnerRequest, PersonRequest, membership_of, partners_only
from couples.seats.models import Membership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_typed
def draft_begin(request: PersonRequest) -> HttpResponse:
    """A letter as its template has it, ready to be sent. Nothing is stored before it is kept or sent."""
    data = request.POST or typed_before(request, "draft_begin", "keep_begun")
    begin = BeginForm(data or request.GET)
    if "kind" in begin.errors:
        return _no_such_kind(request)
    form = first_form(begin.agreement_kind, begin.starter_values, request.user, data)
    return _begun(request, begin, form) if request.method == "POST" else _begin_page(request, begin, form)


def _no_such_kind(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    return redirect("agreements")


def _begun(request: PersonRequest, begin: BeginForm, form: TermsForm) -> HttpResponse:
    """Do what the button says; a page that does not go through shows what was typed, and why."""
    done: list[HttpResponse] = []
    if not form.asks_once and goes_through(form, lambda: done.append(_do(request, begin, form))):
        return done[0]
    return _begin_page(request, begin, form)


def _do(request: PersonRequest, begin: BeginForm, form: TermsForm) -> HttpResponse:
    letter = drafts.NewLetter(
        begin.agreement_kind, form.terms, form.cleaned_data.get("coping_line", ""), begin.submission_id
    )
    seat = membership_of(request.user)
    # What was changed is read over before it goes: what is sent is what was shown.
    if begin.asks_to == "send" and seat and not form.changed_data:
        begin.refuse_another(seat)
        drafts.send_new(seat, letter, timezone.now())
        return _sent(request, seat)
    draft = drafts.keep_new(request.user, letter, timezone.now())
    if begin.asks_to == "invite" and seat is None:
        invite(request.user, "", begin.submission_id, timezone.now())
        request.user.finish_first_steps()
    return _after_keeping(begin.asks_to, draft.pk)


@require_POST
@login_required
@keeps_typed
def keep_begun(request: PersonRequest) -> HttpResponse:
    """Keep a letter that is being begun, unfinished too; called by the page. The first change makes its draft."""
    begin = BeginForm(request.POST)
    if "kind" in begin.errors:
        raise Http404
    form = first_form(begin.agreement_kind, begin.starter_values, request.user, request.POST).unfinished()
    # The letter above the fields stays as its template has it: what is sent has to be read over once it differs.
    return keep_itself(request, form, lambda: _keep_begun(request, begin, form), moves_on=False)


def _keep_begun(request: PersonRequest, begin: BeginForm, form: TermsForm) -> None:
    line = form.cleaned_data.get("coping_line", "")
    letter = drafts.NewLetter(begin.agreement_kind, form.terms_so_far, line, begin.submission_id)
    drafts.keep_new(request.user, letter, timezone.now())


def _after_keeping(asked: str, draft_id: uuid.UUID) -> HttpResponse:
    if asked in ("send", "look"):
        return redirect("draft", draft_id)
    return redirect("invite" if asked == "invite" else "today")


def _sent(request: PersonRequest, seat: Membership) -> HttpResponse:
    """Say that it is on its way, on Today: what comes next stands there."""
    name = {"name": isolated_in_text(seat.partner.name)}
    messages.success(request, _("Sent to %(name)s. It counts once %(name)s says yes too.") % name)
    return redirect("today")


def _begin_page(request: PersonRequest, begin: BeginForm, form: TermsForm) -> HttpResponse:
    kind, seat = begin.agreement_kind, membership_of(request.user)
    with reading(request.user.pk):
        one = one_in_force(seat, kind, timezone.now())
    context = {
        "kind": kind,
        "begin": begin,
        "form": form,
        "starter": begin.cleaned_data.get("starter", ""),
        "submission": begin.submission_id,
        "letter": None if form.is_bound else letter_before(kind, form, request.user),
        "one": one,
    }
    return render(request, "agreements/drafts/begin.html", context, status=form_status(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def drafts_send(request: PartnerRequest) -> HttpResponse:
    """Several finished letters on one page, sent together: as many letters, each answered by itself."""
    with reading(request.user.pk):
        ready = ready_drafts(request.membership, timezone.now())
    form = SeveralForm(request.POST if request.method == "POST" else None, ready)
    if request.method == "POST" and goes_through(form, lambda: _send_several(request, form)):
        return _sent(request, request.membership)
    context = {"ready": ready, "form": form}
    return render(request, "agreements/drafts/send.html", context, status=400 if request.method == "POST" else 200)


def _send_several(request: PartnerRequest, form: SeveralForm) -> None:
    form.refuse_another(request.membership)
    drafts.send_drafts(request.membership, form.shown, timezone.now())


@require_POST
@login_required
def offer_no_more(request: PersonRequest) -> HttpResponse:
    """Not now: it is not offered on Today again."""
    form = KindForm(request.POST)
    if not form.is_valid():
        raise Http404
    drafts.offer_no_more(request.user, form.agreement_kind.name)
    return redirect("today")


@require_POST
@partners_only
@refusals_lead_to("agreement")
def agreement_begin_again(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Begin again with the words of something that has ended: a draft of one's own."""
    agreement, form = agreement_or_404(request, agreement_id), SubmissionForm(request.POST)
    draft = begin_again(agreement, request.membership, form.submission_id, timezone.now())
    return redirect("draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@keeps_typed
def draft_line(request: PersonRequest, draft_id: uuid.UUID, line: int) -> HttpResponse:
    """One line of the letter, and back to reading it over."""
    draft = Draft.objects.filter(pk=draft_id, author=request.user).first()
    data = request.POST or typed_before(request, "draft_line", "keep_line")
    kind = kind_named(draft.kind) if draft else _kind_written(data)
    form = line_form(draft, kind, _existing(kind, line), request.user, data)
    if request.method == "POST" and not form.asks_once and goes_through(form, lambda: _keep(draft, form)):
        return redirect("draft", draft_id)
    context = {"draft_id": draft_id, "is_there": draft is not None, "kind": kind, "form": form, "line": line}
    return render(request, "agreements/drafts/line.html", context, status=form_status(request, form))


@require_POST
@login_required
@keeps_typed
def keep_line(request: PersonRequest, draft_id: uuid.UUID, line: int) -> HttpResponse:
    """Keep one line while it is written, unfinished too; called by the page."""
    draft = get_object_or_404(Draft, pk=draft_id, author=request.user)
    kind = kind_named(draft.kind)
    form = line_form(draft, kind, _existing(kind, line), request.user, request.POST).unfinished()
    return keep_itself(request, form, lambda: _keep(draft, form))


def _existing(kind: AgreementKind, line: int) -> int:
    if not 1 <= line <= len(kind.lines):
        raise Http404
    return line


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


@require_safe
@login_required
def draft_review(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The draft as the letter it would become."""
    draft = draft_as_seen(get_object_or_404(Draft, pk=draft_id, author=request.user), request.user)
    context = {"draft": draft, "read_over": read_over(draft)}
    return render(request, "agreements/drafts/review.html", context)


@require_POST
@partners_only
@refusals_lead_to("draft")
def draft_send(request: PartnerRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Send a draft to the partner. A second tap leads to the agreement the first one made."""
    form = ShownDraftForm(request.POST)
    try:
        form.refuse_another(request.membership)
        drafts.send_draft(request.membership, draft_id, timezone.now(), form.shown)
    except Draft.DoesNotExist:
        raise Http404 from None
    except drafts.Incomplete as refusal:
        messages.error(request, refusal.message)
        return redirect("draft", draft_id)
    return _sent(request, request.membership)


@require_POST
@login_required
@refusals_lead_to("draft")
def draft_delete(request: PersonRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    drafts.throw_away(request.user, draft_id, ShownDraftForm(request.POST).shown)
    messages.success(request, _("The draft is gone."))
    return redirect("agreements")
