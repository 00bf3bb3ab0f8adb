"""Pages of what one of the two says with one tap: read the input, call one verb, answer."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.calls.showing import asked_by_me, callable_rules_of
from agreements.pauses.running import running_pause
from agreements.phrases import verbs
from agreements.phrases.forms import NO_SUCH, AnswerForm, SayForm
from agreements.phrases.models import OwnPhrase, SentPhrase
from agreements.phrases.showing import (
    Answering,
    SaidAsSeen,
    answering,
    as_seen,
    changes_at,
    held_back,
    lately_said,
    phrases_of,
)
from basics.answering import goes_through, none_is_404, tapped
from basics.localtime import earliest
from basics.refusals import Refusal
from basics.transactions import reading
from couples.live.asking import lives
from couples.people.unsent import keeps_words, typed_before
from couples.seats.access import PartnerRequest, partners_only

MOST_RULES = 5


@require_safe
@lives
@partners_only
def ask(request: PartnerRequest) -> HttpResponse:
    """Show what one may ask for: by a rule, or with a sentence; what one asked, and what was said lately."""
    seat, now = request.membership, timezone.now()
    said, pause, asked = lately_said(seat, now), running_pause(seat, now), asked_by_me(seat, now)
    open_calls = {call.id for call in asked}
    context = {
        "asked": asked,
        "rules": [rule for rule in callable_rules_of(seat, now) if rule.open_call not in open_calls][:MOST_RULES],
        "said": said,
        "held": held_back(seat, now),
        "pause": pause,
        "phrases": phrases_of(seat.user),
        "form": SayForm(),
        "changes_at": earliest(
            changes_at(said), pause.over_at if pause else None, *(call.changes_at for call in asked)
        ),
    }
    return render(request, "agreements/phrases/ask.html", context)


@require_POST
@partners_only
def phrase_say(request: PartnerRequest) -> HttpResponse:
    """Say the sentence that was tapped."""
    form = SayForm(request.POST)
    try:
        return redirect("phrase", _say(request, form).pk) if form.is_valid() else _refused(request, NO_SUCH)
    except OwnPhrase.DoesNotExist:
        return _refused(request, NO_SUCH)
    except verbs.Pausing:
        # It is kept: the page says so and shows it.
        return redirect("ask")
    except Refusal as refusal:
        return _refused(request, refusal.message)


def _say(request: PartnerRequest, form: SayForm) -> SentPhrase:
    form.refuse_another(request.membership)
    return verbs.send(request.membership, form.cleaned_data["phrase"], form.submission_id, timezone.now())


def _refused(request: PartnerRequest, why: object) -> HttpResponse:
    messages.error(request, str(why))
    return redirect("ask")


@require_POST
@partners_only
def phrase_let_go(request: PartnerRequest) -> HttpResponse:
    """Forget what one wanted to say and could not yet."""
    verbs.let_go(request.membership)
    return redirect("ask")


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@partners_only
@keeps_words("words")
def phrase(request: PartnerRequest, phrase_id: uuid.UUID) -> HttpResponse:
    """Show what one of the two said: to its sender as it stands, to the other with an answer to send."""
    now = timezone.now()
    if request.method == "POST":
        return _answer(request, phrase_id, now)
    rows = SentPhrase.objects.of(request.membership).there(now)
    row = get_object_or_404(rows, pk=phrase_id)
    ready = answering(request.membership, row, now)
    form = AnswerForm(typed_before(request, "phrase"), initial={"words": ready.words}, ready=ready)
    return _page(request, as_seen(row, request.membership, now), ready, form)


def _answer(request: PartnerRequest, key: uuid.UUID, now: datetime) -> HttpResponse:
    """Send what was answered. What it answers may be gone by now: then what was typed is shown all the same."""
    seat = request.membership
    with reading(seat.user_id):
        row = get_object_or_404(SentPhrase.objects.to(seat), pk=key)
        is_there, ready = SentPhrase.objects.filter(pk=key).there(now).exists(), answering(seat, row, now)
    form = AnswerForm(request.POST, ready=ready)
    if goes_through(form, lambda: verbs.answer(seat, key, form.answered, form.keeps_words, now)):
        return redirect("phrase", key)
    return _page(request, as_seen(row, seat, now) if is_there else None, ready, form, 400)


def _page(
    request: PartnerRequest, seen: SaidAsSeen | None, ready: Answering, form: AnswerForm, status: int = 200
) -> HttpResponse:
    ends = changes_at([seen]) if seen else None
    context = {"said": seen, "ready": ready, "form": form, "changes_at": ends}
    return render(request, "agreements/phrases/phrase.html", context, status=status)


@require_POST
@partners_only
def phrase_take_back(request: PartnerRequest, phrase_id: uuid.UUID) -> HttpResponse:
    """Take back what one said."""
    seat, now = request.membership, timezone.now()
    tapped(request, lambda: verbs.take_back(seat, phrase_id, now), _("Taken back."), SentPhrase.DoesNotExist)
    return redirect("ask")


@require_POST
@partners_only
def phrase_put_away(request: PartnerRequest, phrase_id: uuid.UUID) -> HttpResponse:
    """Answer with nothing."""
    with none_is_404(SentPhrase.DoesNotExist):
        verbs.put_away(request.membership, phrase_id, timezone.now())
    return redirect("today")
