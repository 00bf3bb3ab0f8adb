"""The page of questions under an agreement, and the same in place on the agreement's own."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.letters.called import called_in_force
from agreements.letters.models import Agreement
from basics.answering import goes_through
from basics.submissions import body_hash
from basics.transactions import reading
from checkins.agenda.showing import save_label_of
from checkins.agenda.views import SEALED, TOLD
from checkins.deciding.forms import NewQuestionForm
from checkins.deciding.kind import HowWeDecide
from checkins.deciding.showing import questions_of
from checkins.deciding.verbs import queue_question
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only


@require_http_methods(["GET", "HEAD", "POST"])
@partners_only
@keeps_words("words")
def question_for_talk(request: PartnerRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Save a question for the first talk that leaves time to think."""
    with reading(request.user.pk):
        rows = Agreement.objects.of(request.membership).filter(kind=HowWeDecide.name).with_words()
        agreement = get_object_or_404(rows, pk=agreement_id).as_of(timezone.now())
    typed = request.POST or typed_before(request, "question_for_talk")
    form = NewQuestionForm(typed or None)
    if request.method == "POST" and goes_through(form, lambda: _queue(request, agreement, form)):
        messages.success(request, TOLD if form.cleaned_data["announced"] else SEALED)
        return redirect("agreement", agreement_id)
    if not agreement.is_in_force and not typed:
        raise Http404
    return _question_page(request, agreement, form)


def _queue(request: PartnerRequest, agreement: Agreement, form: NewQuestionForm) -> None:
    words, is_announced = form.cleaned_data["words"], form.cleaned_data["announced"]
    body = body_hash([words, is_announced])
    queue_question(request.membership, agreement, words, is_announced, form.submission_id, timezone.now(), body)


def _question_page(request: PartnerRequest, agreement: Agreement, form: NewQuestionForm) -> HttpResponse:
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        questions = questions_of(agreement, seat, now) if agreement.is_in_force else None
    context = {
        "agreement": agreement,
        "about": called_in_force(agreement),
        "questions": questions,
        "form": form,
        "save_label": save_label_of(questions.day if questions else None, now),
    }
    template = "checkins/deciding/_question.html" if request.htmx else "checkins/deciding/question.html"
    return render(request, template, context, status=400 if request.method == "POST" else 200)
