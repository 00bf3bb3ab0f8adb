"""Pages of calls: read the input, call one verb, answer. What is gone, a stranger's and an unknown one are the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.calls import verbs as calling
from agreements.calls.forms import AGREED, OWN, AnswerForm, AskForm, LaterForm
from agreements.calls.models import Call
from agreements.calls.offers import offers_of_later
from agreements.calls.showing import CallAsSeen, RuleAsSeen, call_as_seen, rule_as_seen
from basics.answering import goes_through
from basics.keeping_itself import keep_itself
from basics.submissions import body_hash
from basics.transactions import reading
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before, words_typed_here
from couples.seats.access import PartnerRequest, partners_only

View = Callable[..., HttpResponse]


def _while_there(view: View) -> View:
    """Say that there is nothing any more where there is not; what was typed for it stands there."""

    @wraps(view)
    def answer(request: PartnerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            return render(request, "agreements/calls/gone.html", {"typed": words_typed_here(request)}, status=404)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("line")
@_while_there
def ask_rule(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Ask for what a rule promises: one's own line first, then what it says. What is asked already is opened."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["keep"]:
        return _keep_for_later(request, agreement_id, form)
    asked: list[Call] = []
    if request.method == "POST" and goes_through(form, lambda: asked.append(_ask(request, agreement_id, form))):
        return redirect("call", asked[0].pk)
    return _ask_page(request, agreement_id, form)


def _ask(request: PartnerRequest, agreement_id: uuid.UUID, form: AskForm) -> Call:
    line, body = form.cleaned_data["line"], body_hash([str(agreement_id), form.cleaned_data["line"]])
    call = calling.ask(request.membership, agreement_id, line, form.submission_id, timezone.now(), body)
    if line and line != call.line:
        messages.info(request, _("This is asked already. What you typed is kept for the next time."))
    return call


def _keep_for_later(request: PartnerRequest, agreement_id: uuid.UUID, form: AskForm) -> HttpResponse:
    """Keep the line until the pause is over: it waits for one's own tap."""
    if goes_through(form, lambda: _begin(request, agreement_id, form)):
        messages.success(request, _("Kept. It waits here for your tap; nothing sends itself."))
        return redirect("ask_rule", agreement_id)
    return _ask_page(request, agreement_id, form)


def _begin(request: PartnerRequest, agreement_id: uuid.UUID, form: AskForm) -> None:
    if "line" in form.cleaned_data:
        line, submission = form.cleaned_data["line"], form.submission_id
        calling.begin(request.membership, agreement_id, line, timezone.now(), submission)


def _ask_page(request: PartnerRequest, agreement_id: uuid.UUID, form: AskForm) -> HttpResponse:
    with reading(request.user.pk):
        rule = rule_as_seen(request.membership, agreement_id, timezone.now())
    if request.method != "POST":
        if rule.open_call:
            return redirect("call", rule.open_call)
        form = _ask_form(request, rule)
    nothing_more = form.has_error(NON_FIELD_ERRORS, calling.AskedEnough.name)
    context = {"rule": rule, "form": form, "partner": rule.partner, "nothing_more": nothing_more}
    return render(request, "agreements/calls/ask.html", context, status=400 if form.errors else 200)


def _ask_form(request: PartnerRequest, rule: RuleAsSeen) -> AskForm:
    return AskForm(typed_before(request, "ask_rule", "keep_ask"), initial={"line": rule.begun})


@require_POST
@partners_only
@keeps_words("line")
@_while_there
def keep_ask(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Keep the line while it is written, for its writer alone; called by the page."""
    form = AskForm(request.POST)
    return keep_itself(request, form, lambda: _begin(request, agreement_id, form))


@require_safe
@lives
@partners_only
@_while_there
def call_page(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """What one asked, or is asked."""
    return _page(request, call_id)


def _page(request: PartnerRequest, call_id: uuid.UUID, **forms: Any) -> HttpResponse:
    """Show one page for every moment; a form that comes back stands in its place, or what was typed in it."""
    now = timezone.now()
    with reading(request.user.pk):
        seen = call_as_seen(request.membership, call_id, now)
    context = {"call": seen, "partner": seen.partner}
    if seen.waits_for_me:
        context |= {"offers": offers_of_later(seen.zone, now), **_forms(request, seen), **forms}
    elif forms:
        context |= {"typed": words_typed_here(request)}
    status = 200 if not forms else 400 if seen.waits_for_me else 409
    return render(request, "agreements/calls/call.html", context, status=status)


def _forms(request: PartnerRequest, seen: CallAsSeen) -> dict[str, Any]:
    """Return the three ways to answer. What came back after signing in stands in the field that it was typed in."""
    typed = typed_before(request, "call_answer", "keep_answer_to_call")
    came_back = [AnswerForm(typed)] if typed else []
    ways = {OWN: AnswerForm(initial={"words": seen.begun}), AGREED: AnswerForm(is_agreed=True), "later": LaterForm()}
    return {**ways, **{form.way: form for form in came_back}}


@require_POST
@partners_only
@keeps_words("words")
@_while_there
def call_answer(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Answer what one is asked, in words."""
    form = AnswerForm(request.POST)
    if goes_through(form, lambda: _answer(request, call_id, form)):
        return redirect("call", call_id)
    return _page(request, call_id, **{form.way: form})


def _answer(request: PartnerRequest, call_id: uuid.UUID, form: AnswerForm) -> None:
    sent = form.cleaned_data
    calling.answer(request.membership, call_id, sent["words"], sent["keeps"], timezone.now())


@require_POST
@partners_only
@keeps_words("words")
@_while_there
def keep_answer_to_call(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep an answer while it is written, for its writer alone; called by the page."""
    form = AnswerForm(request.POST)
    form.fields["words"].required = False
    return keep_itself(request, form, lambda: _begin_answer(request, call_id, form))


def _begin_answer(request: PartnerRequest, call_id: uuid.UUID, form: AnswerForm) -> None:
    if "words" in form.cleaned_data:
        calling.begin_answer(request.membership, call_id, form.cleaned_data["words"], timezone.now())


@require_POST
@partners_only
@_while_there
def call_hold(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Say when one will answer."""
    form = LaterForm(request.POST)
    if goes_through(form, lambda: _hold(request, call_id, form)):
        messages.success(request, _("Sent."))
        return redirect("call", call_id)
    return _page(request, call_id, later=form)


def _hold(request: PartnerRequest, call_id: uuid.UUID, form: LaterForm) -> None:
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        zone = call_as_seen(seat, call_id, now).zone
    calling.hold(seat, call_id, form.promised(zone, now), now, form.submission_id)


@require_POST
@partners_only
@_while_there
def call_close(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """It's all right now."""
    calling.close(request.membership, call_id, timezone.now())
    return redirect("call", call_id)


@require_POST
@partners_only
@_while_there
def call_answer_let_go(request: PartnerRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep one's own answer to the rule no longer. What was sent stays as it is."""
    with reading(request.user.pk):
        rule = call_as_seen(request.membership, call_id, timezone.now()).agreement_id
    calling.keep_answer(request.membership, rule, "")
    return redirect("call", call_id)
