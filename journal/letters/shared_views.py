"""Pages of letters that both have: to read, and to answer if one likes."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.pauses.running import running_pause
from basics.answering import goes_through
from basics.keeping_itself import keep_itself
from basics.transactions import reading
from couples.begun.verbs import begun_by
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only
from journal.letters import answering
from journal.letters.forms import AnswerForm
from journal.letters.reminders import COMPOSED
from journal.letters.showing import LetterAsSeen, letters_of, readable_by


@require_safe
@lives
@partners_only
def composed_letters(request: PartnerRequest) -> HttpResponse:
    """The letters that the two wrote each other."""
    with reading(request.user.pk):
        found = letters_of(request.membership, timezone.now())
    context = {"letters": found, "partner": request.membership.partner}
    return render(request, "journal/letters/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("answer")
def composed_letter(request: PartnerRequest, letter_id: uuid.UUID) -> HttpResponse:
    """One of them."""
    seen = _seen_or_404(request, letter_id)
    if request.method != "POST":
        return _page(request, seen, _begun(request, seen))
    form, seat, now = AnswerForm(request.POST), request.membership, timezone.now()
    if not goes_through(form, lambda: answering.answer(seat, letter_id, form.cleaned_data["answer"], now)):
        return _page(request, seen, form, 400)
    messages.success(request, _("Sent. You can both read it here."))
    return redirect("composed_letter", letter_id)


def _seen_or_404(request: PartnerRequest, letter_id: uuid.UUID) -> LetterAsSeen:
    """Find what both can read; what waits for a talk, a stranger's and an unknown one answer the same."""
    with reading(request.user.pk):
        rows, see = readable_by(request.membership, timezone.now(), with_waiting=False)
        return see(get_object_or_404(rows, pk=letter_id))


def _begun(request: PartnerRequest, seen: LetterAsSeen) -> AnswerForm:
    typed = typed_before(request, "composed_letter", "keep_letter_answer")
    if typed or not seen.can_be_answered:
        return AnswerForm(typed)
    return AnswerForm(initial=dict(begun_by(request.user.pk, COMPOSED.of(seen.pk), timezone.now())))


def _page(request: PartnerRequest, seen: LetterAsSeen, form: AnswerForm, status: int = 200) -> HttpResponse:
    seat, now = request.membership, timezone.now()
    with reading(request.user.pk):
        pause = running_pause(seat, now) if seen.can_be_answered else None
    context = {"letter": seen, "form": form, "partner": seat.partner, "pause": pause}
    return render(request, "journal/letters/one.html", context, status=status)


@require_POST
@partners_only
@keeps_words("answer")
def keep_letter_answer(request: PartnerRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Keep an answer while it is written, for its writer alone; called by the page."""
    _seen_or_404(request, letter_id)
    form, seat = AnswerForm(request.POST), request.membership
    form.fields["answer"].required = False
    return keep_itself(request, form, lambda: answering.begin_answer(seat, letter_id, form.typed, timezone.now()))
