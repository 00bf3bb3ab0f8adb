"""Pages of check-ins: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from basics.refusals import Refusal
from checkins.answers import verbs as opening
from checkins.answers.forms import AnswersForm, TakeAwayForm
from checkins.answers.models import Answer, Seal, TakeAway
from checkins.decks.prompts import PROMPTS
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership


def _check_in_or_404(request: PartnerRequest, check_in_id: uuid.UUID) -> CheckIn:
    """Find one of the couple's check-ins; a stranger's and an unknown one answer the same."""
    own = CheckIn.objects.of(request.membership).select_related("agreement")
    return get_object_or_404(own, pk=check_in_id)


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
def check_in_page(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """One check-in: my answers until they open; then both, and what each takes with them."""
    check_in = _check_in_or_404(request, check_in_id)
    if request.method != "POST":
        return _page(request, check_in)
    form = AnswersForm(check_in.prompts, request.POST)
    if not form.is_valid():
        return _page(request, check_in, form, 400)
    try:
        is_open = opening.hand_in(check_in, request.membership, form.given, timezone.now())
    except opening.Unanswered as error:
        for prompt in error.prompts:
            form.add_error(prompt, _("Write a few words, or choose “not today”."))
        return _page(request, check_in, form, 400)
    except Refusal as error:
        messages.error(request, error.message)
        return _page(request, check_in, form, 409)
    messages.success(request, _("Your answers are open.") if is_open else _("Your answers are in."))
    return redirect("check_in", check_in.pk)


def _page(
    request: PartnerRequest, check_in: CheckIn, form: AnswersForm | None = None, status: int = 200
) -> HttpResponse:
    now, seat = timezone.now(), request.membership
    context: dict[str, Any] = {
        "check_in": check_in,
        "has_begun": check_in.has_begun(now),
        "is_open": check_in.is_open(now),
        "was_returned": check_in.was_returned(now),
        "takes_answers": check_in.takes_answers(now),
        "closes_at": check_in.starts_at + OPEN_FOR,
        "partner": seat.partner,
        "form": form,
    }
    answers = list(Answer.objects.readable_by(seat.user, check_in, now))
    if check_in.is_open(now):
        context |= _opened(check_in, seat, answers, now)
    else:
        context |= {"sealed": Seal.objects.filter(check_in=check_in, author=seat.user).exists()}
        context["form"] = form or AnswersForm(check_in.prompts, initial=_initial(answers))
        context["questions"] = [_question(check_in, prompt, answers, seat) for prompt in check_in.prompts]
    return render(request, "checkins/answers/check_in.html", context, status=status)


def _initial(answers: list[Answer]) -> dict[str, Any]:
    texts = {answer.prompt: answer.words for answer in answers}
    return texts | {f"{answer.prompt}_not_today": answer.not_today for answer in answers}


@dataclass(frozen=True)
class Question:
    """One prompt with whatever answers this person may read."""

    text: str
    mine: Answer | None
    theirs: Answer | None


def _question(check_in: CheckIn, prompt: str, answers: list[Answer], seat: Membership) -> Question:
    found = {answer.author_id == seat.user_id: answer for answer in answers if answer.prompt == prompt}
    return Question(str(PROMPTS[prompt]), found.get(True), found.get(False))


def _opened(check_in: CheckIn, seat: Membership, answers: list[Answer], now: datetime) -> dict[str, Any]:
    take_aways = {row.author_id == seat.user_id: row for row in TakeAway.objects.filter(check_in=check_in)}
    mine = take_aways.get(True)
    return {
        "questions": [_question(check_in, prompt, answers, seat) for prompt in check_in.prompts],
        "their_take_away": take_aways.get(False),
        "my_take_away": mine,
        "take_away_form": TakeAwayForm(initial={"words": mine.words if mine else ""}),
        "next": CheckIn.objects.of(seat).ahead(now).order_by("starts_at").first(),
    }


@require_POST
@partners_only
def keep_answers(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Keep answers while they are written; called by the page, and by a button without JavaScript."""
    check_in = _check_in_or_404(request, check_in_id)
    form = AnswersForm(check_in.prompts, request.POST)
    kept = form.is_valid() and _kept(check_in, request.membership, form)
    text = _("Kept. Only you can read it.") if kept else _("Not kept yet. Please copy your text before you leave.")
    if request.htmx:
        return HttpResponse(text, status=200)
    (messages.success if kept else messages.error)(request, text)
    return redirect("check_in", check_in.pk) if kept else _page(request, check_in, form, 409)


def _kept(check_in: CheckIn, seat: Membership, form: AnswersForm) -> bool:
    try:
        opening.keep_answers(check_in, seat, form.given, timezone.now())
    except Refusal:
        return False
    return True


@require_POST
@partners_only
def take_away(request: PartnerRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Keep what I take with me."""
    check_in = _check_in_or_404(request, check_in_id)
    form = TakeAwayForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["words"])))
        return redirect("check_in", check_in.pk)
    try:
        opening.take_along(check_in, request.membership, form.cleaned_data["words"], timezone.now())
    except Refusal as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Kept. You both see it here."))
    return redirect("check_in", check_in.pk)
